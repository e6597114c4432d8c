"""The window: pages, actions and jobs, wired to the workflows (Qt)."""
