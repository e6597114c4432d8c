"""Finds doubtful labels and heals around corrections."""
