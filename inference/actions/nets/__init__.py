"""Networks that score events."""
