"""Highlights: how pieces of a match are scored, and which of them fill a given time best."""
