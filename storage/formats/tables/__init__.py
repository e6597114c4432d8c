"""Tables of balls and events (CSV)."""
