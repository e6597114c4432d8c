"""What the application does with S3: places, videos from buckets, clips to share."""
