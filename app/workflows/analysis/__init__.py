"""Run a model over a video and store what it finds."""
