"""Validates Ground Truth files."""
