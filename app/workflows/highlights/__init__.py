"""From matches to a reel: rallies scored, chosen under a budget of time, joined and written."""
