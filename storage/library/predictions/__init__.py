"""Model runs and what they predicted."""
