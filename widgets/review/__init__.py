"""Panels and dialogs of the review."""
