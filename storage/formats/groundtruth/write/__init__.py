"""Writes Ground Truth data sets."""
