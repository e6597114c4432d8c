"""Fetch, share and ingest videos in S3."""
