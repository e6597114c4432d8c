"""Evaluate a model against people's labels, and report."""
