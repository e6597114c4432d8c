"""Clip classification: one class for a short clip, or for a still."""
