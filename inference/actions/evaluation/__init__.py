"""Metrics of events, matched one to one within a few frames."""
