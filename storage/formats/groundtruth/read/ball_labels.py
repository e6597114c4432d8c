"""The ball in labels of any job: which class it is, and where it is in each frame."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from storage.bounds import MAX_EDGE
from storage.errors import UserError
from storage.formats.common.ball_selection import Sighting, ball_class
from storage.formats.common.boxes import PixelScale, scale_between
from storage.formats.common.choices import ChoiceNeeded
from storage.formats.common.csv_rows import SOURCES
from storage.formats.common.problems import FormatError
from storage.formats.groundtruth.schema.ball_shape import (
    READ_VISIBILITIES,
    SOURCE,
    VISIBILITY,
    centre_of,
)
from storage.formats.groundtruth.schema.labels import ImageBox, ImageBoxes
from storage.formats.groundtruth.schema.seqlabel import (
    Annotation,
    AnnotationBox,
    LabelledFrame,
    Point,
    SeqLabel,
)
from storage.records import BallRow, Source, Video, Visibility


def ball_name(names: Iterable[str], wanted: str) -> str:
    """The class that is the ball: `wanted`, the only one, or the one called so.

    Empty where there are no classes at all: then no ball was seen. Raises UserError where none or
    several could be meant.
    """
    known = sorted(set(names))
    if not known and wanted:
        raise ChoiceNeeded("class_name", f"There is no class {wanted[:80]!r}.")
    if not known:
        return ""
    return known[ball_class(dict(enumerate(known)), wanted)]


def class_name(annotation: Annotation, classes: Mapping[str, str]) -> str:
    """The name of an annotation's class, by the class map, the object's name, or the id itself."""
    return classes.get(annotation.class_id) or annotation.class_name or annotation.class_id


@dataclass(frozen=True, slots=True)
class SequenceBalls:
    """The balls of one sequence; `classes` is its class map, `source` who made the labels."""

    label: SeqLabel
    classes: Mapping[str, str]
    source: Source

    @property
    def names(self) -> set[str]:
        """The classes that have names here, or occur."""
        return {
            class_name(annotation, self.classes)
            for frame in self.label.frames
            for annotation in frame.annotations or ()
        } | set(self.classes.values())

    def rows(self, ball: str, frames: Mapping[str, int]) -> tuple[list[BallRow], int]:
        """Rows by the frames of the pictures' names, and how many frames say nothing clear.

        A frame without a ball says that there is none. Of several balls the one that is in most
        frames counts; where that does not decide, or an entry cannot be read, the frame says
        nothing.
        """
        seen = self.seen(ball)
        rows, unclear = [], 0
        for frame in self.label.frames:
            index = frames.get(frame.name)
            row = None if index is None else self._row(frame, index, ball, seen)
            unclear += row is None
            rows += [] if row is None else [row]
        return rows, unclear

    def sightings(
        self, ball: str, frames: Mapping[str, int], scale: PixelScale
    ) -> tuple[list[Sighting], int]:
        """All objects by the frames of the pictures' names, and how many frames are unreadable.

        Frames in which somebody has looked and found no ball say so.
        """
        sightings_of_all: list[Sighting] = []
        unclear = 0
        for frame in self.label.frames:
            index = frames.get(frame.name)
            if index is None or frame.annotations is None:
                unclear += 1
                continue
            source = SOURCES.get(frame.attributes.get(SOURCE, ""), self.source)
            seen = _visibility(frame.attributes.get(VISIBILITY))
            objects = [
                self._sighting(each, index, seen, source, scale) for each in frame.annotations
            ]
            if not any(each.name == ball for each in objects):
                absent = BallRow(index, Visibility.ABSENT, source=source)
                sightings_of_all.append(Sighting(absent, name=ball))
            sightings_of_all += objects
        return sightings_of_all, unclear

    def _sighting(
        self,
        annotation: Annotation,
        index: int,
        seen: Visibility,
        source: Source,
        scale: PixelScale,
    ) -> Sighting:
        x, y = scale.point(*place_of(annotation))
        shape = annotation.shape
        size = (shape.width, shape.height) if isinstance(shape, AnnotationBox) else (0.0, 0.0)
        return Sighting(
            BallRow(index, seen, x, y, source=source),
            size[0] * scale.across,
            size[1] * scale.down,
            annotation.object_id,
            annotation.attributes,
            class_name(annotation, self.classes),
        )

    def seen(self, ball: str) -> Counter[str]:
        """In how many frames each object is that is a ball, by its id; empty without identity."""
        return Counter(
            annotation.object_id
            for frame in self.label.frames
            for annotation in self._balls(frame, ball)
            if annotation.object_id
        )

    def chosen(self, frame: LabelledFrame, ball: str, seen: Counter[str]) -> list[Annotation]:
        """The ball of a frame as a list of one, or of none; more where several could be it."""
        balls = sorted(self._balls(frame, ball), key=lambda annotation: -seen[annotation.object_id])
        if len(balls) > 1 and seen[balls[0].object_id] > seen[balls[1].object_id]:
            return balls[:1]
        return balls

    def _balls(self, frame: LabelledFrame, ball: str) -> list[Annotation]:
        annotations_of_frame = frame.annotations or ()
        return [
            annotation
            for annotation in annotations_of_frame
            if class_name(annotation, self.classes) == ball
        ]

    def _row(
        self, frame: LabelledFrame, index: int, ball: str, seen: Counter[str]
    ) -> BallRow | None:
        if frame.annotations is None:
            return None
        source = SOURCES.get(frame.attributes.get(SOURCE, ""), self.source)
        balls = self.chosen(frame, ball, seen)
        if not balls:
            return BallRow(index, Visibility.ABSENT, source=source)
        if len(balls) > 1:
            return None
        x, y = place_of(balls[0])
        return BallRow(index, _visibility(frame.attributes.get(VISIBILITY)), x, y, source=source)


def box_row(
    label: ImageBoxes, ball: str, index: int, video: Video, source: Source, visibility: object
) -> BallRow | None:
    """The ball of a picture with boxes, as said of frame `index`; None where several may be it.

    Of several the surest counts. Raises UserError where the picture has other proportions.
    """
    balls = [box for box in label.boxes if box_class(box, label) == ball]
    if not balls:
        return BallRow(index, Visibility.ABSENT, source=source)
    surest = sorted(balls, key=lambda box: -box.confidence)
    if len(surest) > 1 and surest[0].confidence == surest[1].confidence:
        return None
    box, scale = surest[0], _scale(label, video)
    x, y = scale.point(*centre_of(AnnotationBox(box.left, box.top, box.width, box.height)))
    confidence = box.confidence if source == Source.MODEL else 1.0
    return BallRow(index, _visibility(visibility), _near(x), _near(y), confidence, source)


def box_sightings(
    label: ImageBoxes,
    ball: str,
    index: int,
    source: Source,
    visibility: object,
    scale: PixelScale,
) -> list[Sighting]:
    """All boxes of a picture, as said of frame `index`; without a ball also that there is none."""
    sightings = []
    for box in label.boxes:
        x, y = scale.point(*centre_of(AnnotationBox(box.left, box.top, box.width, box.height)))
        sure = box.confidence if source == Source.MODEL else 1.0
        row = BallRow(index, _visibility(visibility), _near(x), _near(y), sure, source)
        width, height = box.width * scale.across, box.height * scale.down
        sightings.append(Sighting(row, width, height, name=box_class(box, label)))
    if not any(sighting.name == ball for sighting in sightings):
        sightings.append(Sighting(BallRow(index, Visibility.ABSENT, source=source), name=ball))
    return sightings


def box_names(label: ImageBoxes) -> set[str]:
    """The classes that have names in a picture, or occur."""
    return {box_class(box, label) for box in label.boxes} | set(label.classes.values())


def box_class(box: ImageBox, label: ImageBoxes) -> str:
    """The name of a box's class, or its number where the class map has none."""
    return label.classes.get(str(box.class_id)) or str(box.class_id)


def _scale(label: ImageBoxes, video: Video) -> PixelScale:
    if not label.width or not label.height:
        return PixelScale()
    try:
        return scale_between((label.width, label.height), (video.width, video.height))
    except FormatError as error:
        raise UserError(
            f"The labels do not fit the video: {error.what}", "Choose the video they belong to."
        ) from error


def place_of(annotation: Annotation) -> tuple[float, float]:
    """The middle of what is drawn, in display pixels; the corners' mean of an outline."""
    shape = annotation.shape
    if isinstance(shape, AnnotationBox):
        x, y = centre_of(shape)
    elif isinstance(shape, Point):
        x, y = shape.x, shape.y
    else:
        x = sum(point.x for point in shape.vertices) / len(shape.vertices)
        y = sum(point.y for point in shape.vertices) / len(shape.vertices)
    return _near(x), _near(y)


def _near(value: float) -> float:
    if abs(value) > MAX_EDGE:
        raise UserError(
            f"A ball is at {value:g} pixels.", "Correct the file: no video is that large."
        )
    return value


def _visibility(value: object) -> Visibility:
    """How well a ball can be seen that has a place, whatever else is said of it."""
    visibility = READ_VISIBILITIES.get(value, Visibility.CLEAR) if isinstance(value, str) else None
    return visibility or Visibility.CLEAR
