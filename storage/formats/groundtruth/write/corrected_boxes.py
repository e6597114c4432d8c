"""The boxes of a picture as a person has corrected them: the ball moved, added or taken away."""

from dataclasses import replace

from storage.formats.groundtruth.read.ball_labels import box_class, box_row
from storage.formats.groundtruth.schema.ball_shape import BALL_ID, box_around
from storage.formats.groundtruth.schema.labels import ImageBox, ImageBoxes
from storage.formats.groundtruth.write.corrected_frames import SAME
from storage.records import BallRow, Source, Video


def corrected_boxes(
    old: ImageBoxes, ball: str, row: BallRow, video: Video, radius: int
) -> tuple[ImageBoxes, bool]:
    """The boxes with the ball where `row` has it, and whether that changes anything.

    The ball keeps its size; one that was not there has `radius` display pixels to each side. Boxes
    of other classes stay.
    """
    before = box_row(old, ball, row.frame, video, Source.HUMAN, None)
    balls = [box for box in old.boxes if box_class(box, old) == ball]
    others = tuple(box for box in old.boxes if box not in balls)
    if row.x is None or row.y is None:
        return _with(old, others), bool(balls)
    if before is not None and before.x is not None and before.y is not None:
        surest = max(balls, key=lambda box: box.confidence)
        apart = max(abs(before.x - row.x), abs(before.y - row.y))
        if apart <= SAME:
            return _with(old, (*others, _by_hand(surest))), len(balls) > 1
        # in a smaller copy of the video a pixel is worth more
        across = (old.width or video.width) / video.width
        down = (old.height or video.height) / video.height
        left = surest.left + (row.x - before.x) * across
        top = surest.top + (row.y - before.y) * down
        return _with(old, (*others, _by_hand(surest, left, top))), True
    named = [id for id, name in old.classes.items() if name == ball and id.isdecimal()]
    new = _new(int(named[0]) if named else _free(old), old, row.x, row.y, video, radius)
    return _with(old, (*others, new), {str(new.class_id): ball}), True


def _with(
    old: ImageBoxes, boxes: tuple[ImageBox, ...], more: dict[str, str] | None = None
) -> ImageBoxes:
    """The picture with other boxes; the map names the classes that are left."""
    used = {str(box.class_id) for box in boxes}
    classes = {id: name for id, name in {**old.classes, **(more or {})}.items() if id in used}
    return replace(old, boxes=boxes, classes=classes)


def _by_hand(box: ImageBox, left: float | None = None, top: float | None = None) -> ImageBox:
    """The box as a person has it: no confidence, as people's labels have none."""
    left, top = (box.left if left is None else left), (box.top if top is None else top)
    return replace(box, left=left, top=top, confidence=0.0)


def _new(id: int, old: ImageBoxes, x: float, y: float, video: Video, radius: int) -> ImageBox:
    across, down = (old.width or video.width), (old.height or video.height)
    copy = replace(video, width=across, height=down)
    place = ((x + 0.5) * across / video.width - 0.5, (y + 0.5) * down / video.height - 0.5)
    box = box_around(copy, *place, radius=round(radius * across / video.width))
    return ImageBox(id, box.left, box.top, box.width, box.height)


def _free(old: ImageBoxes) -> int:
    """The lowest number that no other class has."""
    taken = {*old.classes, *(str(box.class_id) for box in old.boxes)}
    first = int(BALL_ID)
    return next(id for id in range(first, len(taken) + 1) if str(id) not in taken)
