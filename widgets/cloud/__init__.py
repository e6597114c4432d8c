"""Dialogs of S3, sync and publishing."""
