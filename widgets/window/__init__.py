"""The frame of the window: main area, job bar, notifications, shortcuts."""
