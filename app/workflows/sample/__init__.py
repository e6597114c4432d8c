"""Render the sample rally."""
