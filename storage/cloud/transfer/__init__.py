"""Transfers of files: parallel, multipart, resumable."""
