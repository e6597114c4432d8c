"""From scores per moment to events: peaks, what follows what, rallies."""
