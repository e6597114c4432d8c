"""COCO's annotations of objects, read: a ball from its key point, else from its box."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.ball_rows import MAX_PIXELS
from storage.formats.common.ball_selection import (
    ball_class,
    frames_of_pictures,
    one_ball_a_frame,
)
from storage.formats.common.boxes import EdgeBox, scale_between
from storage.formats.common.csv_rows import SOURCES
from storage.formats.common.frame_map import MappedFrame
from storage.formats.common.json_document import Fields, fields, items, read_json
from storage.formats.common.label_set import NO_OPTIONS, LabelSet, LabelTarget, ReadOptions
from storage.formats.common.problems import FormatError, Problems, Report, number, text, whole
from storage.records import BallRow, Source, Video, Visibility

_MAX_SIDE = 65_536  # pixels of a picture
_LABELLED, _SEEN = 1, 2  # v of a key point: there but hidden, visible


def read_coco(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """The ball of the target as the COCO file at `path`, or the one in that folder, says.

    Pictures of our own exports name their frame; those of others are told by their names. Sizes
    other than the video's are scaled. Raises UserError for what is no such file, for pictures
    that fit no frame, and for two balls in one.
    """
    video = target.video
    file = _file_in(path)
    problems = Problems(file, strict=True)
    content = _read(read_json(file), problems)
    with problems.at("categories"):
        ball = ball_class(content.classes, options.class_name)
    frames = _frames(content, video, options)
    balls: dict[int, list[_CocoAnnotation]] = {}
    for each in content.annotations:
        if each.category == ball:
            balls.setdefault(each.image, []).append(each)
    found = []
    for image in content.images:
        if image.id in frames:
            where = f"image {image.id}"
            with problems.at(where):
                for row in _rows(image, frames[image.id], balls.get(image.id, []), video):
                    found.append((where, 1, row))
    return LabelSet(tuple(one_ball_a_frame(found, problems)))


def check_coco(path: Path) -> Report:
    """What the COCO file at `path`, or the one in that folder, holds, and what is wrong with it."""
    file = _file_in(path)
    problems = Problems(file)
    value = read_json(file)
    content = _read(value, problems)
    names = content.classes
    counts = Counter(names.get(each.category, "?") for each in content.annotations)
    sources = {each.mapped.label.source for each in content.images if each.mapped.label}
    return Report(
        kind="coco",
        lines=file.read_bytes().count(b"\n"),
        frames=len(content.images),
        labels=dict(counts),
        classes={str(id): name for id, name in names.items()},
        type="keypoints" if any(each.point for each in content.annotations) else "boxes",
        human=None if not sources else (sources == {Source.HUMAN} or None),
        problems=problems.all,
    )


@dataclass(frozen=True, slots=True)
class _Image:
    id: int
    name: str
    size: tuple[int, int] | None  # width, height
    mapped: MappedFrame  # frame -1: the file does not say


@dataclass(frozen=True, slots=True)
class _CocoAnnotation:
    image: int
    category: int
    place: tuple[float, float]  # of the centre, as labels count
    point: bool  # from a key point, not a box
    visibility: Visibility
    score: float | None


@dataclass(frozen=True, slots=True)
class _CocoContent:
    images: list[_Image]
    annotations: list[_CocoAnnotation]
    classes: Mapping[int, str]


def _file_in(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = sorted([*path.glob("annotations/*.json"), *path.glob("*.json")])
    if len(found) != 1:
        raise UserError(
            f"There are {len(found)} JSON files in {path}.", "Name the one with the annotations."
        )
    return found[0]


def _read(value: object, problems: Problems) -> _CocoContent:
    """Everything in the file, without the elements that are told to `problems`."""
    classes: dict[int, str] = {}
    content = _CocoContent([], [], classes)
    with problems.at():
        whole_file = fields(value, "the file")
        if "images" not in whole_file or "annotations" not in whole_file:
            raise FormatError("there are no images and annotations; this is not a COCO file.")
        for place, item in enumerate(items(whole_file.get("categories"), "categories")):
            with problems.at(f"categories[{place}]"):
                _add(classes, *_category(item))
        for place, item in enumerate(items(whole_file["images"], "images")):
            with problems.at(f"images[{place}]"):
                content.images.append(_read_image(item))
        sizes = {image.id: image for image in content.images}
        if len(sizes) < len(content.images):
            problems.add("two images have the same id.")
        for place, item in enumerate(items(whole_file["annotations"], "annotations")):
            with problems.at(f"annotations[{place}]"):
                annotation = _read_annotation(item)
                _check(annotation, sizes, classes)
                content.annotations.append(annotation)
    return content


def _category(item: object) -> tuple[int, str]:
    category = fields(item)
    return whole(category.get("id"), "id"), text(category.get("name"), "name")


def _add(classes: dict[int, str], id: int, name: str) -> None:
    if id in classes:
        raise FormatError(f"the id {id} is that of {classes[id]}, too.")
    classes[id] = name


def _read_image(item: object) -> _Image:
    image = fields(item)
    id, name = whole(image.get("id"), "id"), text(image.get("file_name"), "file_name", 1024)
    size = None
    if image.get("width") is not None and image.get("height") is not None:
        size = tuple(whole(image[side], side, 1, _MAX_SIDE) for side in ("width", "height"))
    frame = whole(image["frame"], "frame") if "frame" in image and "video" in image else -1
    video = text(image["video"], "video") if frame >= 0 else ""
    label = _label(image, frame) if "visible" in image and frame >= 0 else None
    mapped = MappedFrame(name, video, frame, 0, label)
    return _Image(id, name, size, mapped)  # type: ignore[arg-type]  # two of two


def _label(image: Fields, frame: int) -> BallRow:
    visible = Visibility(whole(image["visible"], "visible", 0, max(Visibility)))
    source = text(image.get("source", "human"), "source").lower()
    if source not in SOURCES:
        raise FormatError(f"source is {source!r}; it is one of {', '.join(SOURCES)}.")
    sure = image.get("confidence")
    confidence = 1.0 if sure is None else number(sure, "confidence", 0, 1)
    place = None if visible == Visibility.ABSENT else 0.0
    return BallRow(frame, visible, place, place, confidence, SOURCES[source])


def _read_annotation(item: object) -> _CocoAnnotation:
    annotation = fields(item)
    image = whole(annotation.get("image_id"), "image_id")
    category = whole(annotation.get("category_id"), "category_id")
    score = annotation.get("score")
    sure = None if score is None else number(score, "score", 0, 1)
    point = _point(annotation.get("keypoints"))
    if point is not None:
        return _CocoAnnotation(image, category, point[:2], True, point[2], sure)
    place = _box(annotation.get("bbox")).centre
    return _CocoAnnotation(image, category, place, False, Visibility.CLEAR, sure)


def _box(value: object) -> EdgeBox:
    sides = [number(side, "bbox", -MAX_PIXELS, MAX_PIXELS) for side in items(value, "bbox")[:5]]
    if len(sides) != 4 or min(sides[2:]) < 0:
        raise FormatError("bbox is not [left, top, width, height].")
    return EdgeBox(*sides)


def _point(value: object) -> tuple[float, float, Visibility] | None:
    """The only key point of an object; skeletons of several are no balls."""
    values = items(value, "keypoints")
    if len(values) != 3:
        return None
    x, y = (number(value, "keypoints", -MAX_PIXELS, MAX_PIXELS) for value in values[:2])
    seen = whole(values[2], "keypoints", 0, _SEEN)
    if seen == 0:
        return None
    return x, y, Visibility.OCCLUDED if seen == _LABELLED else Visibility.CLEAR


def _check(each: _CocoAnnotation, images: Mapping[int, _Image], classes: Mapping[int, str]) -> None:
    if each.image not in images:
        raise FormatError(f"there is no image {each.image}.")
    if each.category not in classes:
        raise FormatError(f"there is no category {each.category}.")
    size = images[each.image].size
    x, y = each.place
    if size is not None and not (-1 <= x <= size[0] and -1 <= y <= size[1]):
        raise FormatError(f"the ball at {x:.1f}, {y:.1f} is outside of its picture.")


def _frames(content: _CocoContent, video: Video, options: ReadOptions) -> dict[int, int]:
    """Frame of `video` by id of the image, for the images that are of it."""
    ours = [image for image in content.images if image.mapped.frame >= 0]
    if ours:
        mine = {
            image.id: image.mapped.frame
            for image in ours
            if image.mapped.video == video.fingerprint
        }
        if not mine:
            raise UserError(
                "The labels are of other videos than this one.", "Choose the video they are of."
            )
        return mine
    names = [image.name for image in content.images]
    frames = frames_of_pictures(names, video.frames, options.first_number)
    return {image.id: frames[image.name] for image in content.images}


def _rows(
    image: _Image, frame: int, balls: Sequence[_CocoAnnotation], video: Video
) -> Iterator[BallRow]:
    scale = scale_between(image.size, (video.width, video.height)) if image.size else None
    for ball in balls:
        x, y = scale.point(*ball.place) if scale else ball.place
        source = Source.HUMAN if ball.score is None else Source.MODEL
        sure = 1.0 if ball.score is None else ball.score
        yield image.mapped.agreed(BallRow(frame, ball.visibility, x, y, sure, source))
    if not balls:
        yield image.mapped.absent or BallRow(frame, Visibility.ABSENT)
