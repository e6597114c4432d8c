"""Statistics of evaluation that every task shares."""
