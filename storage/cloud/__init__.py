"""The edge to S3: places, buckets, transfers. boto3 is named here alone, and loaded late."""
