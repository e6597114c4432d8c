"""Metrics of classified clips."""
