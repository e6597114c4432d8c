"""What the command line and the window know of each task: one light file for every task."""
