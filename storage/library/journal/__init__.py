"""The journal of edits: revision tree, merging, conflicts, undo."""
