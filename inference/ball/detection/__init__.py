"""From frames to ball candidates."""
