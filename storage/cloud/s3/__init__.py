"""S3 itself: connection, keys, conditions, errors."""
