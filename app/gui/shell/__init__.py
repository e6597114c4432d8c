"""What every feature of the window shares: actions, menus, dialogs, settings, context."""
