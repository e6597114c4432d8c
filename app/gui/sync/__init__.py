"""Sync in the window: background passes, conflicts, history, assignments."""
