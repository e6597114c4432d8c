"""Reviewing a video: where it is doubtful, and what reviewing it costs."""
