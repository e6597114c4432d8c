"""Playing a video exactly: the clock, the decode thread, the player."""
