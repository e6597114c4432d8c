"""Events: hits, bounces and other moments."""
