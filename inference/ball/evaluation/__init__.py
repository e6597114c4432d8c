"""Metrics of ball tracking and the slices they are told for."""
