"""The frame of the window: main area, job bar, notices, shortcuts."""
