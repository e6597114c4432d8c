"""Procedural training samples, one short clip at a time."""
