"""Reels: pieces of several videos joined into one."""
