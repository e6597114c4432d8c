"""Icons and style sheet."""
