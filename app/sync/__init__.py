"""Sync in the window: a background job, an indicator, conflicts, history, assignments."""
