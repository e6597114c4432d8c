"""The ball as Ground Truth draws it: a key point, or a box in whole pixels."""

from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from storage.formats.common.ball_rows import VISIBILITIES
from storage.formats.groundtruth.schema.labels import nearest
from storage.formats.groundtruth.schema.seqlabel import (
    Annotation,
    AnnotationBox,
    LabelledFrame,
    Point,
    Tool,
)
from storage.records import BallRow, Source, Video, Visibility

BALL = "ball"  # the only class
BALL_ID = "0"
VISIBILITY = "visibility"  # the frame attribute that says how well the ball can be seen
SOURCE = "source"  # the frame attribute that says who does
READ_VISIBILITIES = {
    **{name: visibility for visibility, name in VISIBILITIES.items()},
    "visible": Visibility.CLEAR,
    "hidden": Visibility.ABSENT,
    "out": Visibility.ABSENT,
}


@dataclass(frozen=True, slots=True)
class BallShape:
    """How the ball of one video is drawn.

    Points keep our coordinates. Boxes are of whole pixels, of side 2 `radius` + 1 around the pixel
    of the centre; at the edge of the picture they are smaller, so that the centre stays.
    """

    video: Video
    tool: Tool = Tool.KEYPOINT
    radius: int = 8  # display pixels
    tracked: bool = True  # with the identity of the object

    def annotation(self, x: float, y: float) -> Annotation:
        """The ball at (x, y), in display pixels."""
        shape = box_around(self.video, x, y, self.radius) if self.tool == Tool.BOX else Point(x, y)
        # one ball is one object throughout a video, in all of its sequences and exports
        id = str(uuid5(NAMESPACE_URL, f"touchline:{self.video.fingerprint}/{BALL}"))
        identity = (id, f"{BALL}:1") if self.tracked else ("", "")
        return Annotation(shape, BALL_ID, {}, *identity)

    def frame(
        self, row: BallRow, number: int, name: str, with_source: bool = False
    ) -> LabelledFrame:
        """What `row` says, as frame `number` of a sequence: an absent ball is an empty list.

        `with_source`: the frame says whether a person or a model has found the ball.
        """
        there = row.x is not None and row.y is not None
        attributes = {VISIBILITY: VISIBILITIES[row.visibility]}
        if with_source:
            attributes[SOURCE] = row.source.name.lower()
        annotations = (self.annotation(row.x or 0, row.y or 0),) if there else ()
        return LabelledFrame(name, number, self.tool, annotations, attributes)


def box_around(video: Video, x: float, y: float, radius: int) -> AnnotationBox:
    """The box round the pixel of (x, y) that reaches `radius` pixels to each side.

    Where the edge of the picture is nearer it reaches just so far, on both sides.
    """
    left, width = _side(x, radius, video.width)
    top, height = _side(y, radius, video.height)
    return AnnotationBox(left, top, width, height)


def centre_of(box: AnnotationBox) -> tuple[float, float]:
    """The point in the middle of a box: edges lie half a pixel before the centres of pixels."""
    return box.left + (box.width - 1) / 2, box.top + (box.height - 1) / 2


def by_person(row: BallRow) -> bool:
    """Whether somebody has said this."""
    return row.source == Source.HUMAN


def _side(centre: float, radius: int, size: int) -> tuple[int, int]:
    """First pixel and number of pixels of a box along one side of a picture of `size`."""
    pixel = min(max(nearest(centre), 0), size - 1)
    reach = min(radius, pixel, size - 1 - pixel)
    return pixel - reach, 2 * reach + 1
