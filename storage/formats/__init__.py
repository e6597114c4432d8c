"""Label files that other programs read and write."""
