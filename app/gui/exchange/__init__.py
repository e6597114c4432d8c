"""Importing and exporting labels, clips and models from the window."""
