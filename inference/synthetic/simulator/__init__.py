"""A simulator of whole rallies: court, players, flight, camera."""
