"""Whose name stands on labels made without a window."""

import getpass


def system_user() -> str:
    """The system's name of the user, or "analyst" where it has none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "analyst"
