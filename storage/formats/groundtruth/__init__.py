"""SageMaker Ground Truth's files, read, checked and written without the service."""

from storage.formats.groundtruth.tracking_set import GroundTruthSettings, write_ground_truth

__all__ = ["GroundTruthSettings", "write_ground_truth"]
