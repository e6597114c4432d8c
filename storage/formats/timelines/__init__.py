"""Timelines for editors: one value, and a writer for each format that editors read."""
