"""COCO's annotations of objects, written: the ball as a box and, beside it, as a key point.

Boxes are [left, top, width, height] at pixel edges. Key points number pixels from their centres,
as our labels do (detectron2 adds the half pixel when it loads them). A picture in `images`
without an annotation was looked at and holds no ball; others are left out. What COCO has no word
for stands in keys of our own beside its own, which its programs pass over.
Format: cocodataset.org/#format-data.
"""

import math
from collections.abc import Iterator, Sequence

from storage.formats.common.boxes import EdgeBox, box_around
from storage.formats.common.json_document import Fields, document
from storage.formats.export.dataset import (
    DataSetFormat,
    DataSetPicture,
    DataSetRequest,
    Part,
    labelled_pictures,
    suffix_of,
)
from storage.records import BallRow, Visibility

_DOCUMENT = "annotations/instances.json"
_BALL = 1  # number of the only class; COCO counts from 1
_LABELLED, _SEEN = 1, 2  # COCO's v of a key point: there but hidden, visible


def _pictures(parts: Sequence[Part], request: DataSetRequest) -> Iterator[DataSetPicture]:
    return labelled_pictures(parts, "images", suffix_of(request.images))


def _documents(parts: Sequence[Part], request: DataSetRequest) -> Iterator[tuple[str, str]]:
    images: list[Fields] = []
    annotations: list[Fields] = []
    for picture in _pictures(parts, request):
        part, row = picture.part, picture.part.rows[picture.frame]
        images.append(_image(len(images) + 1, picture, row))
        if row.x is not None and row.y is not None:
            box = box_around(row.x, row.y, request.size, part.video.width, part.video.height)
            annotation = {"id": len(annotations) + 1, "image_id": len(images)} | _object(box)
            if request.keypoints:
                annotation |= _keypoint(row.x, row.y, row.visibility)
            annotations.append(annotation)
    category: Fields = {"id": _BALL, "name": "ball", "supercategory": "ball"}
    if request.keypoints:
        category |= {"keypoints": ["centre"], "skeleton": []}
    content = {
        "info": {"description": "Ball positions", "contributor": "Touchline"},
        "licenses": [],
        "images": images,
        "annotations": annotations,
        "categories": [category],
    }
    yield _DOCUMENT, document(content)


COCO = DataSetFormat("coco", _pictures, _documents, file=".json")


def _image(id: int, picture: DataSetPicture, row: BallRow) -> Fields:
    video = picture.part.video
    return {
        "id": id,
        "file_name": picture.place.removeprefix("images/"),
        "width": video.width,
        "height": video.height,
        "video": video.fingerprint,
        "frame": picture.frame,
        "pts": int(picture.part.table.pts[picture.frame]),
        "visible": int(row.visibility),
        "source": row.source.name.lower(),
        "confidence": None if math.isnan(row.confidence) else round(row.confidence, 4),
    }


def _object(box: EdgeBox) -> Fields:
    sides = [round(value, 3) for value in (box.left, box.top, box.width, box.height)]
    return {
        "category_id": _BALL,
        "bbox": sides,
        "area": round(box.width * box.height, 3),
        "iscrowd": 0,
    }


def _keypoint(x: float, y: float, visibility: Visibility) -> Fields:
    seen = _LABELLED if visibility == Visibility.OCCLUDED else _SEEN
    return {"keypoints": [round(x, 3), round(y, 3), seen], "num_keypoints": 1}
