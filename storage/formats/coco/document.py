"""A COCO file as images and annotations, whatever other programs have put into it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from storage.bounds import MAX_EDGE
from storage.formats.coco.youtube_vis import is_of_videos, with_images
from storage.formats.common.boxes import EdgeBox
from storage.formats.common.csv_rows import SOURCES
from storage.formats.common.frame_map import MappedFrame
from storage.formats.common.json_document import Fields, fields, items
from storage.formats.common.other_programs import refuse_other_json
from storage.formats.common.problems import FormatError, number, shown, text, whole
from storage.formats.common.shapes import box_of_points, box_of_runs, compressed_runs
from storage.records import BallRow, Visibility

_MAX_SIDE = 65_536  # pixels of a picture
_MAX_ID = 2**63 - 1
_LABELLED, _SEEN = 1, 2  # v of a key point: there but hidden, visible
# names of keys without their dashes and capitals
_FRAME_KEYS = (
    "frameid", "frameindex", "frameidx", "framenumber", "frameno", "framenum", "framenr", "frame",
)  # fmt: skip
_VIDEO_KEYS = ("videoid", "video", "vidid", "sequenceid", "videotitle", "videoname", "videofile")
_FINGERPRINT = re.compile(r"(sha256:)?[0-9a-f]{64}")  # of a video, in our own files
_TRACK_KEYS = ("track_id", "instance_id", "object_id", "tracking_id")
Id = int | str


@dataclass(frozen=True, slots=True)
class CocoImage:
    """A picture; `mapped.frame` is -1 where it is not one of our own exports."""

    id: Id
    name: str
    size: tuple[int, int] | None  # width, height
    mapped: MappedFrame
    frame_number: int | None = None  # in its video, where the file has a field for it
    source: Id | None = None  # the video that it is of


@dataclass(frozen=True, slots=True)
class CocoAnnotation:
    """An object in a picture, in the picture's pixels."""

    image: Id
    category: Id
    box: EdgeBox
    place: tuple[float, float]  # of the centre, as labels count
    point: bool  # from a key point, not a box
    visibility: Visibility
    score: float | None
    track: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OddElement:
    """An annotation that cannot be read, and of which category and image it claims to be."""

    where: str
    what: str
    category: object
    stray: bool = False  # it is of no image or category of the file


@dataclass(frozen=True, slots=True)
class CocoFile:
    """Everything in a file."""

    images: list[CocoImage] = field(default_factory=list)
    annotations: list[CocoAnnotation] = field(default_factory=list)
    classes: dict[Id, str] = field(default_factory=dict)
    videos: dict[Id, str] = field(default_factory=dict)
    odd: list[OddElement] = field(default_factory=list)


def read_document(value: object) -> CocoFile:
    """Everything in a COCO file; annotations that cannot be read are among the odd ones.

    Raises FormatError for what is not a COCO file, and for images that cannot be told apart.
    """
    content = CocoFile()
    document = value if isinstance(value, dict) else {}
    if is_of_videos(document):
        document = with_images(document)
    if "images" not in document or "annotations" not in document:
        refuse_other_json(value)
        fields(value, "the file")
        raise FormatError("there are no images and annotations; this is not a COCO file.")
    for place, item in enumerate(items(document.get("categories"), "categories")):
        _add_category(content, f"categories[{place}]", item)
    for item in items(document.get("videos"), "videos"):
        if isinstance(item, dict) and (id := _id(item.get("id"))) is not None:
            content.videos[id] = str(item.get("name") or item.get("file_name") or id)
    images = items(document["images"], "images")
    read = dict.fromkeys(_image_at(f"images[{place}]", item) for place, item in enumerate(images))
    content.images.extend(read)  # what is listed twice is one image
    if not content.classes:
        content.classes.update(_numbered_classes(document["annotations"]))
    known = {image.id for image in content.images}
    if len(known) < len(content.images):
        raise FormatError("two images have the same id.")
    for place, item in enumerate(items(document["annotations"], "annotations")):
        _add_annotation(content, known, f"annotations[{place}]", item)
    return content


def _numbered_classes(annotations: object) -> dict[Id, str]:
    """Classes by the numbers that occur, where the file gives them no names."""
    ids = (_id(annotation.get("category_id")) for annotation in items(annotations, "annotations")
           if isinstance(annotation, dict))  # fmt: skip
    return {id: f"class {id}" for id in dict.fromkeys(ids) if id is not None}


def _image_at(where: str, item: object) -> CocoImage:
    try:
        return _read_image(item)
    except FormatError as error:
        raise FormatError(f"{where}: {error.what}") from error


def _add_category(content: CocoFile, where: str, item: object) -> None:
    try:
        category = fields(item)
        id, name = _known_id(category.get("id"), "id"), text(category.get("name"), "name")
    except FormatError as error:
        content.odd.append(OddElement(where, error.what, None))
        return
    if content.classes.get(id, name) != name:
        raise FormatError(f"{where}: the id {id} is also that of {content.classes[id]}.")
    content.classes[id] = name


def _add_annotation(content: CocoFile, images: set[Id], where: str, item: object) -> None:
    category = _id(item.get("category_id")) if isinstance(item, dict) else None
    try:
        annotation = _read_annotation(item)
    except FormatError as error:
        content.odd.append(OddElement(where, error.what, category))
        return
    if annotation.image not in images:
        content.odd.append(OddElement(where, f"there is no image {annotation.image}.", None, True))
    elif annotation.category not in content.classes:
        what = f"there is no category {annotation.category}."
        content.odd.append(OddElement(where, what, None, True))
    else:
        content.annotations.append(annotation)


def _read_image(item: object) -> CocoImage:
    image = fields(item)
    id, name = _known_id(image.get("id"), "id"), text(image.get("file_name"), "file_name", 1024)
    size = None
    if image.get("width") and image.get("height"):
        width, height = (whole(image[side], side, 1, _MAX_SIDE) for side in ("width", "height"))
        size = width, height
    ours = "frame" in image and bool(_FINGERPRINT.fullmatch(str(image.get("video"))))
    frame = whole(image["frame"], "frame") if ours else -1
    video = text(image["video"], "video") if ours else ""
    label = _label(image, frame) if ours and "visible" in image else None
    return CocoImage(
        id,
        name,
        size,
        MappedFrame(name, video, frame, 0, label),
        None if ours else _frame_number(image),
        None if ours else _id(_told(image, _VIDEO_KEYS)),
    )


def _frame_number(image: Fields) -> int | None:
    try:
        return whole(_told(image, _FRAME_KEYS), "the number of the frame")
    except FormatError:  # nothing, or something else is told under that name
        return None


def _told(image: Fields, keys: Sequence[str]) -> object:
    """What an image says under one of several names, however they are written; None: nothing."""
    plain = {re.sub(r"[\W_]+", "", name).lower(): value for name, value in image.items()}
    return next((plain[key] for key in keys if plain.get(key) is not None), None)


def _label(image: Fields, frame: int) -> BallRow:
    visible = Visibility(whole(image["visible"], "visible", 0, max(Visibility)))
    source = text(image.get("source", "human"), "source").lower()
    if source not in SOURCES:
        raise FormatError(f"source is {source!r}; it is one of {', '.join(SOURCES)}.")
    sure = image.get("confidence")
    confidence = 1.0 if sure is None else number(sure, "confidence", 0, 1)
    place = None if visible == Visibility.ABSENT else 0.0
    return BallRow(frame, visible, place, place, confidence, SOURCES[source])


def _read_annotation(item: object) -> CocoAnnotation:
    annotation = fields(item)
    image = _known_id(annotation.get("image_id"), "image_id")
    category = _known_id(annotation.get("category_id"), "category_id")
    score = annotation.get("score")
    sure = None if score is None else number(score, "score", 0, 1)
    values = annotation.get("attributes")
    attributes = {str(name): _word(value) for name, value in values.items()} if isinstance(
        values, dict) else {}  # fmt: skip
    track = _track(annotation, attributes)
    point = _point(annotation.get("keypoints"))
    box = _shape(annotation, point)
    if point is not None:
        x, y, seen = point
        return CocoAnnotation(image, category, box, (x, y), True, seen, sure, track, attributes)
    hidden = attributes.get("occluded") == "true"
    seen = Visibility.OCCLUDED if hidden else Visibility.CLEAR
    return CocoAnnotation(image, category, box, box.centre, False, seen, sure, track, attributes)


def _track(annotation: Fields, attributes: Mapping[str, str]) -> str:
    for key in _TRACK_KEYS:
        value = annotation.get(key)
        if isinstance(value, int | str) and not isinstance(value, bool):
            return str(value)
        if key in attributes:
            return attributes[key]
    return ""


def _shape(annotation: Fields, point: tuple[float, float, Visibility] | None) -> EdgeBox:
    """The box of an object: its own, else that of its outline, its mask or its key points."""
    if annotation.get("bbox"):
        return _box(annotation["bbox"])
    outline = annotation.get("segmentation")
    if outline:
        return _outline(outline)
    if point is not None:
        return EdgeBox(point[0] + 0.5, point[1] + 0.5, 0, 0)
    values = items(annotation.get("keypoints"), "keypoints")
    if values:
        return _skeleton(values)
    return _box(annotation.get("bbox"))


def _box(value: object) -> EdgeBox:
    sides = [number(side, "bbox", -MAX_EDGE, MAX_EDGE) for side in items(value, "bbox")[:6]]
    if len(sides) not in (4, 5) or min(sides[2:4]) < 0:  # a fifth is the angle of a turned box
        raise FormatError("bbox is not [left, top, width, height].")
    return EdgeBox(*sides[:4])


def _outline(value: object) -> EdgeBox:
    if isinstance(value, dict):
        size, counts = items(value.get("size"), "size"), value.get("counts")
        if len(size) != 2:
            raise FormatError("the size of the mask is not [height, width].")
        height = whole(size[0], "height of the mask", 1, _MAX_SIDE)
        if isinstance(counts, str):
            return box_of_runs(compressed_runs(counts), height)
        return box_of_runs([whole(run, "counts") for run in items(counts, "counts")], height)
    parts = items(value, "segmentation")
    flat = [
        coordinate for part in parts for coordinate in (part if isinstance(part, list) else [part])
    ]
    places = [number(coordinate, "segmentation", -MAX_EDGE, MAX_EDGE) for coordinate in flat]
    return box_of_points(places[0::2], places[1::2])


def _skeleton(values: list[object]) -> EdgeBox:
    if len(values) % 3:
        raise FormatError("keypoints is not [x, y, v, …].")
    seen = [
        (
            number(x, "keypoints", -MAX_EDGE, MAX_EDGE),
            number(y, "keypoints", -MAX_EDGE, MAX_EDGE),
        )
        for x, y, v in zip(values[0::3], values[1::3], values[2::3], strict=True)
        if whole(v, "keypoints", 0, _SEEN) > 0
    ]
    return box_of_points([x + 0.5 for x, _ in seen], [y + 0.5 for _, y in seen])


def _point(value: object) -> tuple[float, float, Visibility] | None:
    """The only key point of an object; skeletons of several are no balls."""
    values = items(value, "keypoints")
    if len(values) != 3:
        return None
    x, y = (number(value, "keypoints", -MAX_EDGE, MAX_EDGE) for value in values[:2])
    seen = whole(values[2], "keypoints", 0, _SEEN)
    if seen == 0:
        return None
    return x, y, Visibility.OCCLUDED if seen == _LABELLED else Visibility.CLEAR


def _known_id(value: object, name: str) -> Id:
    id = _id(value)
    if id is None:
        raise FormatError(f"{name} is {shown(value)}, not a number or a text.")
    return id


def _id(value: object) -> Id | None:
    """An id: up to 64 bits, or a text; the same number means the same, however it is written."""
    if isinstance(value, str) and 0 < len(value.strip()) <= 256 and value.strip().isprintable():
        return int(value) if value.strip().isdecimal() and len(value) < 19 else value.strip()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MAX_ID:
        return value
    return None


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)[:256] if isinstance(value, str | int | float) else ""


def joined(parts: Sequence[CocoFile]) -> CocoFile:
    """The parts of a data set as one; classes of one name are one, ids are those of their part."""
    whole_set = CocoFile()
    names: dict[str, Id] = {}
    for number_of, part in enumerate(parts):
        classes = {id: names.setdefault(name, len(names)) for id, name in part.classes.items()}
        whole_set.images.extend(
            replace(image, id=f"{number_of}:{image.id}") for image in part.images
        )
        whole_set.annotations.extend(
            replace(
                annotation,
                image=f"{number_of}:{annotation.image}",
                category=classes[annotation.category],
            )
            for annotation in part.annotations
        )
        whole_set.videos.update(part.videos)
        whole_set.odd.extend(
            replace(odd, category=classes.get(_id(odd.category) or "")) for odd in part.odd
        )
    whole_set.classes.update({id: name for name, id in names.items()})
    return whole_set
