"""Files as Ground Truth writes them, one of each shape, with invented names."""

import json
from pathlib import Path
from typing import Any

from storage.formats.common.json_document import Object

MADE = {"human-annotated": "yes", "creation-date": "2026-11-20T15:00:00.000000"}
UUID = "480dc450-c0ca-11ea-961f-a9b1c5c97972"


def about(type: str, job: str = "labeling-job/m7", **more: Any) -> Object:
    """A NAME-metadata object; underscores in names of `more` are hyphens in the file."""
    told = {name.replace("_", "-"): value for name, value in more.items()}
    return {**told, "type": f"groundtruth/{type}", "job-name": job, **MADE}


def boxes(*places: tuple[int, int]) -> Object:
    """The value of image boxes round the ball."""
    size = {"width": 1280, "height": 720, "depth": 3}
    found = [{"class_id": 0, "left": x, "top": y, "width": 13, "height": 16} for x, y in places]
    return {"image_size": [size], "annotations": found}


def picture(name: str = "f1.jpeg") -> Object:
    return {"source-ref": f"s3://club-video/frames/match7/{name}"}


INPUT: list[Object] = [
    picture(),
    {**picture("f2.jpeg"), "match-id": "match7", "split": "val"},
    {"source-ref": "s3://club-video/clips/rally_0012.mp4"},
    {"source-ref": "s3://club-video/frames/match7/seq-0001.json"},
    {"source": "what a rally"},
]
BOXES: Object = {
    **picture(),
    "ball": boxes((558, 226)),
    "ball-metadata": about(
        "object-detection", objects=[{"confidence": 0}], class_map={"0": "ball"}
    ),
}
NO_BOXES: Object = {
    **picture(),
    "ball": boxes(),
    "ball-metadata": about("object-detection", objects=[], class_map={}),
}
ADJUSTED: Object = {
    **picture(),
    "ball": boxes((100, 200)),
    "ball-metadata": {
        **about("object-detection", objects=[{"confidence": 0.41}], class_map={"0": "ball"}),
        "human-annotated": "no",
    },
    "ball-adj1": boxes((131, 188)),
    "ball-adj1-metadata": {
        **about("object-detection", objects=[{"confidence": 0}], class_map={"0": "ball"}),
        "job-name": "labeling-job/adjust-ball",
        "adjustment-status": "adjusted",
    },
}
VERIFIED: Object = {
    **BOXES,
    "ball-check": "1",
    "ball-check-metadata": about(
        "label-verification",
        class_name="bad",
        confidence=0.93,
        worker_feedback=[{"comment": "That is the referee's shoe."}],
    ),
}
CLIP: Object = {
    "source-ref": "s3://club-video/clips/rally_0012.mp4",
    "action": 1,
    "action-metadata": about("video-classification", class_name="smash", confidence=0),
}
SINGLE: Object = {
    **picture(),
    "scene": 0,
    "scene-metadata": about("image-classification", class_name="play", confidence=0.0),
}
SINGLE_AS_TEXT: Object = {**SINGLE, "scene": "0"}
MULTI: Object = {
    **picture(),
    "tags": [1, 0],
    "tags-metadata": about(
        "image-classification-multilabel",
        class_map={"1": "smash", "0": "serve"},
        confidence_map={"1": 0.95, "0": 0.77},
    ),
}
SEQUENCE_LINE: Object = {
    "source-ref": "s3://club-video/frames/match7/seq-0001.json",
    "ball-ref": "s3://club-video/out/m7/annotations/consolidated-annotation/output/0/SeqLabel.json",
    "ball-ref-metadata": about(
        "video-object-tracking", class_map={"0": "ball", "1": "player"}, job="labeling-job/match7"
    ),
}
LINES: dict[str, Object] = {
    "boxes": BOXES,
    "no boxes": NO_BOXES,
    "adjusted": ADJUSTED,
    "verified": VERIFIED,
    "clip": CLIP,
    "single": SINGLE,
    "single as text": SINGLE_AS_TEXT,
    "multi": MULTI,
    "sequence": SEQUENCE_LINE,
}

SEQUENCE: Object = {
    "seq-no": 1,
    "prefix": "s3://club-video/frames/match7/",
    "number-of-frames": 3,
    "frames": [
        {"frame-no": 0, "frame": "frame_0000.jpeg"},
        {"frame-no": 1, "frame": "frame_0001.jpeg", "unix-timestamp": 1780000000},
        {"frame-no": 2, "frame": "frame_0002.jpeg"},
    ],
}
_BOX = {"height": 16, "width": 13, "top": 226, "left": 558, "class-id": "0"}
_IDENTITY = {"object-id": UUID, "object-name": "ball:1"}
DETECTION: Object = {
    "detection-annotations": [
        {
            "annotations": [{**_BOX, "label-category-attributes": {"visible": "yes"}}],
            "frame-no": "0",
            "frame": "frame_0000.jpeg",
            "frame-attributes": {"phase": "rally"},
        }
    ]
}
TRACKING: Object = {
    "tracking-annotations": [
        {
            "annotations": [{**_BOX, "label-category-attributes": {}, **_IDENTITY}],
            "frame-no": "0",
            "frame": "frame_0000.jpeg",
            "frame-attributes": {},
        },
        {
            "annotations": [],
            "frame-no": "1",
            "frame": "frame_0001.jpeg",
            "frame-attributes": {"visibility": "hidden"},
        },
    ]
}
KEYPOINTS: Object = {
    "tracking-annotations": [
        {
            "keypoints": [
                {
                    "x": 564.0,
                    "y": 234.0,
                    "class-id": "0",
                    "label-category-attributes": {},
                    **_IDENTITY,
                }
            ],
            "frame-no": "0",
            "frame": "frame_0000.jpeg",
            "frame-attributes": {"visibility": "clear"},
        }
    ]
}
OTHER_WRITERS: Object = {
    "tracking-annotations": [
        {
            "polygons": [
                {
                    "vertices": [{"x": 1, "y": 2}, {"x": 3.5, "y": 4}],
                    "class-id": 2,
                    "object-id": 7,
                    "object-name": "player:1",
                }
            ],
            "frame-no": 0,
            "frame": "frame_0000.jpeg",
        }
    ]
}
SEQLABELS: dict[str, Object] = {
    "detection": DETECTION,
    "tracking": TRACKING,
    "keypoints": KEYPOINTS,
    "other writers": OTHER_WRITERS,
}
CATEGORIES: Object = {
    "documentVersion": "2020-03-01",
    "frameAttributes": [
        {
            "name": "visibility",
            "description": "Can the ball be seen?",
            "type": "string",
            "enum": ["clear", "blurred", "occluded", "absent"],
            "isRequired": True,
        }
    ],
    "categoryGlobalAttributes": [{"name": "source", "type": "string", "enum": ["model", "human"]}],
    "labels": [
        {
            "label": "ball",
            "categoryAttributes": [
                {"name": "radius", "type": "number", "minimum": 1, "maximum": 60}
            ],
        }
    ],
    "annotationType": "Keypoint",
    "instructions": {"shortInstruction": "Click the ball", "fullInstruction": "<p>Its centre.</p>"},
}
PLAIN_CATEGORIES: Object = {
    "document-version": "2018-11-28",
    "labels": [{"label": "serve"}, {"label": "smash"}],
}


def write_lines(path: Path, *lines: Object) -> Path:
    """A manifest of `lines`."""
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def write_job(folder: Path, label: Object = TRACKING, line: Object = SEQUENCE_LINE) -> Path:
    """The output folder of a job with one sequence; returns its manifest."""
    place = folder / "annotations/consolidated-annotation/output/0"
    place.mkdir(parents=True)
    (place / "SeqLabel.json").write_text(json.dumps(label))
    (folder / "seq-0001.json").write_text(json.dumps(SEQUENCE))
    (folder / "manifests/output").mkdir(parents=True)
    return write_lines(folder / "manifests/output/output.manifest", line)
