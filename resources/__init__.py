"""Icons, style sheet and trained models."""
