"""What can be exported, in words, and what the kinds of export have in common."""

from storage.formats.catalog import label_formats, load
from storage.formats.export.dataset import DataSetFormat
from storage.formats.export.options import ExportFormat, ExportRequest, Span, TaskOption
from storage.formats.export.request import GroundTruthTask

_TITLES = {name: format.title for name, format in label_formats().items()}
_PICTURES = {"videos", "span", "every", "effective", "images"}
_NO_EVENTS = frozenset({"classes"})
_NO_BOXES = frozenset({"size"})
_TASKS = (
    TaskOption(
        GroundTruthTask.KEYPOINTS, "Video frames: key points, tracked", _NO_EVENTS | _NO_BOXES
    ),
    TaskOption(GroundTruthTask.OBJECT_TRACKING, "Video frames: boxes, tracked", _NO_EVENTS),
    TaskOption(GroundTruthTask.OBJECT_DETECTION, "Video frames: boxes, not tracked", _NO_EVENTS),
    TaskOption(GroundTruthTask.IMAGE_BOXES, "Images: boxes", _NO_EVENTS),
    TaskOption(GroundTruthTask.IMAGE_CLASSIFICATION, "Images: one class", _NO_BOXES),
    TaskOption(GroundTruthTask.IMAGE_MULTI_LABEL, "Images: any number of classes", _NO_BOXES),
    TaskOption(
        GroundTruthTask.CLIP_CLASSIFICATION, "Clips: one class", _NO_BOXES | {"images", "every"}
    ),
)

FORMATS = (
    ExportFormat(
        "groundtruth",
        "Training data",
        _TITLES["groundtruth"],
        "A SageMaker Ground Truth data set: manifest, sequences, labels and frames.",
        choices=frozenset({*_PICTURES, "task", "classes", "size"}),
        tasks=_TASKS,
    ),
    ExportFormat(
        "coco",
        "Training data",
        _TITLES["coco"],
        "Images, and one JSON file with the ball in each as a box and a key point.",
        choices=frozenset({*_PICTURES, "size", "keypoints"}),
        images=("jpeg", "png", "none"),
    ),
    ExportFormat(
        "yolo",
        "Training data",
        _TITLES["yolo"],
        "Images with a label file each, split into training and validation, and data.yaml.",
        choices=frozenset({*_PICTURES, "size", "validation"}),
        images=("jpeg", "png", "none"),
    ),
    ExportFormat(
        "mot",
        "Training data",
        _TITLES["mot"],
        "An image sequence for each video, with gt.txt and seqinfo.ini.",
        choices=frozenset({*_PICTURES, "size"}),
        images=("jpeg", "png", "none"),
    ),
    ExportFormat(
        "cvat",
        "Training data",
        _TITLES["cvat"],
        "The track of the ball in each video, for correction in CVAT. A task made from the video "
        "itself needs no images.",
        choices=frozenset({*_PICTURES, "size", "keypoints"}),
        images=("none", "jpeg", "png"),
    ),
    ExportFormat(
        "soccernet",
        "Training data",
        _TITLES["soccernet"],
        "Labels-v2.json for each video: every event with its time in the half.",
        choices=frozenset({"videos", "span", "effective", "classes", "half"}),
    ),
    ExportFormat(
        "csv",
        "Tables",
        _TITLES["csv"],
        "One row for each labelled or analysed frame: position, visibility, confidence, source.",
        ".ball.csv",
        frozenset({"videos", "span"}),
    ),
    ExportFormat(
        "tracknet-csv",
        "Tables",
        _TITLES["tracknet-csv"],
        "Frame, Visibility, X, Y, Time, as TrackNet programs read it.",
        ".tracknet.csv",
        frozenset({"videos", "span"}),
    ),
    ExportFormat(
        "events-csv",
        "Tables",
        _TITLES["events-csv"],
        "One row for each event: frame, name, confidence, source, and side where it is known.",
        ".events.csv",
        frozenset({"videos", "span", "effective", "classes"}),
    ),
    ExportFormat(
        "clips",
        "Video",
        "Clips",
        "Each clip as a separate video, cut exactly to the frame and the audio sample.",
        choices=frozenset({"videos", "span", "fast_copy"}),
        spans=(Span.CLIPS, Span.RANGES, Span.REVIEWED, Span.WHOLE),
    ),
    ExportFormat(
        "overlay",
        "Video",
        "Video with ball trail",
        "The video with the ball and its trail drawn in, with sound.",
        ".trail.mp4",
        frozenset({"videos", "span"}),
        spans=(Span.WHOLE, Span.RANGES),
    ),
)
_FORMATS = {format.id: format for format in FORMATS}


def data_set_format(format: str) -> DataSetFormat | None:
    """How labels become a data set of this format; None where it is another kind of export."""
    entry = label_formats().get(format)
    write = load(entry.write) if entry is not None else None
    return write if isinstance(write, DataSetFormat) else None


def writes_file(request: ExportRequest) -> bool:
    """Whether the export is one file, and not a folder."""
    if (format := data_set_format(request.format)) is not None:
        return bool(format.file) and request.name.lower().endswith(format.file)
    return bool(_FORMATS[request.format].suffix) and len(request.videos) == 1


def has_pictures(format: str) -> bool:
    """Whether pictures can go with the labels."""
    return "images" in _FORMATS[format].choices


def adds_to_folder(request: ExportRequest) -> bool:
    """Whether the export may go into a folder that has other files in it."""
    return request.format == "clips"


def can_resume(request: ExportRequest) -> bool:
    """Whether an interrupted export of this kind leaves something to resume."""
    return _FORMATS[request.format].group == "Training data" or request.to_s3
