"""The tasks of Ground Truth data sets; light, as the command line lists them at each start."""

from enum import StrEnum


class GroundTruthTask(StrEnum):
    """What a data set teaches; each is one of Ground Truth's task types."""

    KEYPOINTS = "keypoints"  # the ball's centre in video frames, tracked
    OBJECT_TRACKING = "object-tracking"  # boxes round the ball in video frames, one object
    OBJECT_DETECTION = "object-detection"  # the same without identity
    IMAGE_BOXES = "image-boxes"  # boxes in single pictures
    IMAGE_CLASSIFICATION = "image-classification"  # pictures of events, one class each
    IMAGE_MULTI_LABEL = "image-multi-label"  # the same with any number of classes
    CLIP_CLASSIFICATION = "clip-classification"  # clips with the name of what happens in them
