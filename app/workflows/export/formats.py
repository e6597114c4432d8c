"""Which formats the export wizard offers, in words."""

from storage.formats.export.options import ExportChoice, Format, Span, Task
from storage.formats.export.request import Task as Kind

_PICTURES = {"videos", "span", "every", "effective", "images"}
_NO_EVENTS = frozenset({"classes"})
_NO_BOXES = frozenset({"size"})
_TASKS = (
    Task(Kind.KEYPOINTS, "Video frames: key points, tracked", _NO_EVENTS | _NO_BOXES),
    Task(Kind.OBJECT_TRACKING, "Video frames: boxes, tracked", _NO_EVENTS),
    Task(Kind.OBJECT_DETECTION, "Video frames: boxes, without identity", _NO_EVENTS),
    Task(Kind.IMAGE_BOXES, "Single pictures: boxes", _NO_EVENTS),
    Task(Kind.IMAGE_CLASSIFICATION, "Single pictures: one class", _NO_BOXES),
    Task(Kind.IMAGE_MULTI_LABEL, "Single pictures: any number of classes", _NO_BOXES),
    Task(Kind.CLIP_CLASSIFICATION, "Clips: one class", _NO_BOXES | {"images", "every"}),
)

FORMATS = (
    Format(
        "groundtruth",
        "Training data",
        "Ground Truth",
        "A data set as SageMaker Ground Truth writes it: manifest, sequences, labels and frames.",
        choices=frozenset({*_PICTURES, "task", "classes", "size"}),
        tasks=_TASKS,
    ),
    Format(
        "coco",
        "Training data",
        "COCO",
        "Pictures, and the ball in each as a box and a key point in one JSON file.",
        choices=frozenset({*_PICTURES, "size", "keypoints"}),
        images=("jpeg", "png", "none"),
    ),
    Format(
        "yolo",
        "Training data",
        "YOLO",
        "Pictures with a text each, parted for training and validation, and their data.yaml.",
        choices=frozenset({*_PICTURES, "size", "validation"}),
        images=("jpeg", "png", "none"),
    ),
    Format(
        "mot",
        "Training data",
        "MOTChallenge",
        "A sequence of pictures for each video, with gt.txt and seqinfo.ini.",
        choices=frozenset({*_PICTURES, "size"}),
        images=("jpeg", "png", "none"),
    ),
    Format(
        "cvat",
        "Training data",
        "CVAT for video 1.1",
        "A track of the ball for each video, to be corrected in CVAT. A task made of the video "
        "itself needs no pictures.",
        choices=frozenset({*_PICTURES, "size", "keypoints"}),
        images=("none", "jpeg", "png"),
    ),
    Format(
        "soccernet",
        "Training data",
        "SoccerNet events",
        "Labels-v2.json for each video: every event with its time in the half.",
        choices=frozenset({"videos", "span", "effective", "classes", "half"}),
    ),
    Format(
        "csv",
        "Tables",
        "Ball positions",
        "One row for each frame that was looked at: place, visibility, confidence, source.",
        ".ball.csv",
        frozenset({"videos", "span"}),
    ),
    Format(
        "tracknet-csv",
        "Tables",
        "Ball positions for TrackNet",
        "Frame, Visibility, X, Y, Time: what programs of the TrackNet family read.",
        ".tracknet.csv",
        frozenset({"videos", "span"}),
    ),
    Format(
        "events-csv",
        "Tables",
        "Events",
        "One row for each event: frame, name, confidence, source.",
        ".events.csv",
        frozenset({"videos", "span", "classes"}),
    ),
    Format(
        "clips",
        "Video",
        "Clips",
        "Each piece as a video of its own, exact to the frame and to the sound's sample.",
        choices=frozenset({"videos", "span", "fast_copy"}),
        spans=(Span.CLIPS, Span.MARKED, Span.REVIEWED, Span.WHOLE),
    ),
    Format(
        "overlay",
        "Video",
        "Video with the ball's trail",
        "The picture with the ball and its trail burnt in, with the sound.",
        ".trail.mp4",
        frozenset({"videos", "span"}),
        spans=(Span.WHOLE, Span.MARKED),
    ),
)
_SUFFIXES = {format.id: format.suffix for format in FORMATS}


def writes_file(choice: ExportChoice) -> bool:
    """Whether the export is one file, and no folder."""
    return bool(_SUFFIXES[choice.format]) and len(choice.videos) == 1


def can_go_on(choice: ExportChoice) -> bool:
    """Whether an interrupted export of this kind leaves something to go on with."""
    in_sets = next(each.group for each in FORMATS if each.id == choice.format) == "Training data"
    return in_sets or choice.to_s3
