"""What all widgets share: theme, icons, layout, focus, time codes."""
