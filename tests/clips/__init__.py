"""Small videos that break careless players, made on the spot, every frame numbered in its picture."""
