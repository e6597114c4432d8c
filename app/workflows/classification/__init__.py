"""Gives clips of a video their classes."""
