"""Draws labels into pictures for exported video."""
