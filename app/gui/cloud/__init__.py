"""S3 in the window: browsing, sharing, publishing, watching."""
