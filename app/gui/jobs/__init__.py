"""Background work of the window: jobs, the library's writer thread, progress and notifications."""
