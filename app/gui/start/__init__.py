"""The start page: recent, missing and removed videos."""
