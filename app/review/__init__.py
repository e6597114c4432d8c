"""Reviewing one open video: what its player, labels and analysis have to do with the page."""
