"""Exact playback: clock, decoder, presenter."""
