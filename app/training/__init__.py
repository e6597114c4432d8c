"""Trainings as people ask for them, and what they are told of them."""
