"""Publish Ground Truth data sets and labelling jobs."""
