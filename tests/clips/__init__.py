"""Small videos that break careless players, each frame numbered in its picture."""
