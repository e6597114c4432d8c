"""The labels of a sequence as a person has corrected them: what is in the new SeqLabel.

A frame that somebody decided on is there, and others are left out. The ball keeps its identity,
and all other objects stay as they were.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import median
from uuid import NAMESPACE_URL, uuid5

from storage.formats.common.ball_rows import VISIBILITIES
from storage.formats.groundtruth.read.ball_labels import SequenceBalls, place_of
from storage.formats.groundtruth.schema.ball_shape import VISIBILITY
from storage.formats.groundtruth.schema.names import sort_key
from storage.formats.groundtruth.schema.seqlabel import (
    Annotation,
    AnnotationBox,
    LabelledFrame,
    Outline,
    Point,
    SeqLabel,
    Tool,
)
from storage.records import BallRow

SAME = 0.5  # pixels: a person who does not touch a label may move it by its rounding


@dataclass(frozen=True, slots=True)
class CorrectedSequence:
    """The new labels; `changed` says whether any frame differs from what it was."""

    label: SeqLabel
    changed: bool
    class_id: str  # of the ball, in the new labels

    @property
    def empty(self) -> bool:
        """Whether nobody has decided on any frame."""
        return not self.label.frames


def corrected_sequence(
    balls: SequenceBalls,
    ball: str,
    rows: Mapping[int, BallRow],
    frames: Mapping[str, int],
    radius: int,
) -> CorrectedSequence:
    """The labels of `balls` with the person's `rows`, by frame, in the pictures named in `frames`.

    `ball` is the name of the class; `radius` makes boxes where the old labels have none to go by.
    """
    pen = _pen(balls, ball, radius)
    old = {frame.name: frame for frame in balls.label.frames}
    corrected: list[LabelledFrame] = []
    changed = False
    for number, name in enumerate(sorted(frames, key=sort_key)):
        row = rows.get(frames[name])
        if row is None:
            continue
        before = old.get(name) or LabelledFrame(name, number, pen.tool, ())
        after, differs = pen.frame(balls, before, row)
        corrected.append(after)
        changed |= differs or name not in old
    return CorrectedSequence(
        SeqLabel(balls.label.tracking, tuple(corrected)), changed, pen.class_id
    )


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws the ball as the old labels do."""

    ball: str
    seen: Counter[str]
    tool: Tool
    size: tuple[float, float]  # of boxes
    class_id: str
    identity: tuple[str, str]  # id and name of the object; empty without tracking

    def frame(
        self, balls: SequenceBalls, before: LabelledFrame, row: BallRow
    ) -> tuple[LabelledFrame, bool]:
        """The frame as `row` has it, and whether that changes what it said."""
        balls_before = balls.chosen(before, self.ball, self.seen)
        others = [mark for mark in before.annotations or () if mark not in balls_before]
        now = self._drawn(balls_before[0] if balls_before else None, row)
        seen = VISIBILITIES[row.visibility]
        changed = (
            before.annotations is None
            or len(balls_before) != len(now)
            or any(_apart(*pair) for pair in zip(balls_before, now, strict=False))
            or before.attributes.get(VISIBILITY, seen) != seen
        )
        attributes = {**before.attributes, VISIBILITY: seen}
        annotations = (*others, *now)
        tool = before.tool or self.tool
        return replace(before, annotations=annotations, tool=tool, attributes=attributes), changed

    def _drawn(self, old: Annotation | None, row: BallRow) -> list[Annotation]:
        if row.x is None or row.y is None:
            return []
        if old is None:
            shape = self._shape(row.x, row.y, *self.size)
            return [Annotation(shape, self.class_id, {}, *self.identity)]
        x, y = place_of(old)
        if max(abs(x - row.x), abs(y - row.y)) <= SAME:
            return [old]
        sides = (
            (old.shape.width, old.shape.height)
            if isinstance(old.shape, AnnotationBox)
            else self.size
        )
        return [replace(old, shape=self._shape(row.x, row.y, *sides, old.shape))]

    def _shape(
        self, x: float, y: float, width: float, height: float, old: object = None
    ) -> AnnotationBox | Point | Outline:
        if isinstance(old, Outline):
            mean = place_of(Annotation(old, ""))
            moved = (Point(p.x + x - mean[0], p.y + y - mean[1]) for p in old.vertices)
            return Outline(tuple(moved))
        if self.tool == Tool.BOX:
            return AnnotationBox(x - (width - 1) / 2, y - (height - 1) / 2, width, height)
        return Point(x, y) if self.tool == Tool.KEYPOINT else Outline((Point(x, y),))


def _pen(balls: SequenceBalls, ball: str, radius: int) -> _Pen:
    seen = balls.seen(ball)
    drawn = [
        annotation for frame in balls.label.frames for annotation in balls.chosen(frame, ball, seen)
    ]
    boxes = [
        annotation.shape for annotation in drawn if isinstance(annotation.shape, AnnotationBox)
    ]
    side = float(2 * radius + 1)
    size = (
        (median(box.width for box in boxes), median(box.height for box in boxes))
        if boxes
        else (side, side)
    )
    tools = Counter(frame.tool for frame in balls.label.frames if frame.tool is not None)
    return _Pen(
        ball,
        seen,
        tools.most_common(1)[0][0] if tools else Tool.KEYPOINT,
        size,
        _class_id(balls, ball, drawn),
        _identity(balls, ball, seen, drawn),
    )


def _class_id(balls: SequenceBalls, ball: str, drawn: list[Annotation]) -> str:
    if drawn:
        return drawn[0].class_id
    named = [id for id, name in balls.classes.items() if name == ball]
    free = next(str(n) for n in range(len(balls.classes) + 1) if str(n) not in balls.classes)
    return named[0] if named else free


def _identity(
    balls: SequenceBalls, ball: str, seen: Counter[str], drawn: list[Annotation]
) -> tuple[str, str]:
    """The object that is the ball in most frames, else a new one with the next number."""
    if not balls.label.tracking:
        return "", ""
    if seen:
        id = seen.most_common(1)[0][0]
        return id, next(
            annotation.object_name for annotation in drawn if annotation.object_id == id
        )
    return str(uuid5(NAMESPACE_URL, f"touchline:{ball}")), f"{ball}:1"


def _apart(old: Annotation, new: Annotation) -> bool:
    a, b = place_of(old), place_of(new)
    return max(abs(a[0] - b[0]), abs(a[1] - b[1])) > SAME
