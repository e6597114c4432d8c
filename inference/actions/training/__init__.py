"""Trains nets that read the path of the ball."""
