"""The review queue in the window: places that want a look, worst first."""
