"""The tasks of Ground Truth data sets on the command line."""

# `GroundTruthTask` of storage.formats.export.request; importing it would load numpy for --help
TASKS = (
    "keypoints",
    "object-tracking",
    "object-detection",
    "image-boxes",
    "image-classification",
    "image-multi-label",
    "clip-classification",
)
