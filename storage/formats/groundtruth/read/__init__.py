"""Reads Ground Truth data sets."""
