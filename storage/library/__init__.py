"""The library: labels, predictions and their history in SQLite."""
