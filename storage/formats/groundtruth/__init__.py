"""SageMaker Ground Truth's files, read, checked and written without the service."""
