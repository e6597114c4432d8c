"""The picture of a video and what is painted over it."""
