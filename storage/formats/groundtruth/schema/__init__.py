"""The parts of Ground Truth files as values."""
