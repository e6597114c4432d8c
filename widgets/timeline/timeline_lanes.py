"""Where the lanes of a timeline lie, from the names of its events and its height."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

GUTTER = 104  # the names of the lanes, at the left
RULER = 30
CONFIDENCE = 34  # at least; it takes the room that is left
REVIEW = 16
EVENTS = 18
CLIPS = 20
COMPARED = 17  # of two analyses, one lane each
DIFFERENT = 10  # where they differ
BESIDE = 20  # confidence at least, while two analyses have lanes of their own
OVERVIEW = 14
_GAP = 2
_MARGIN = 8  # at the right, so that the last frame can be taken hold of
MOST_EVENT_LANES = 6
OTHERS = "Other events"


@dataclass(frozen=True, slots=True)
class Lanes:
    """The rectangles of a timeline, without the gutter; event lanes by name."""

    ruler: QRectF
    confidence: QRectF
    compared: dict[str, QRectF]  # two analyses by name, and where they differ; or nothing
    review: QRectF
    events: dict[str, QRectF]
    clips: QRectF
    overview: QRectF

    @property
    def bottom(self) -> float:
        """The lower end of the last lane over the overview."""
        return self.clips.bottom()

    def over(self, point: QPointF) -> bool:
        """Whether a point is on the ruler or a lane, which all count in frames."""
        return self.ruler.united(self.clips).contains(point)

    def named(self) -> list[tuple[str, QRectF]]:
        """Lanes and what the gutter calls them."""
        return [
            ("Confidence", self.confidence),
            *self.compared.items(),
            ("Review", self.review),
            *self.events.items(),
            ("Clips", self.clips),
        ]


def event_lane_names(classes: Sequence[str]) -> list[str]:
    """One lane a class, in the order of the alphabet; the rest of too many share one."""
    names = sorted(classes)
    if len(names) > MOST_EVENT_LANES:
        return [*names[: MOST_EVENT_LANES - 1], OTHERS]
    return names or ["Events"]


def lane_of(name: str, lanes: Sequence[str]) -> str:
    """The lane that events of a class are drawn on."""
    return name if name in lanes else OTHERS


def least_height(event_lanes: int, compared: bool = False) -> int:
    """The height at which every lane has just its own."""
    fixed = RULER + _confidence(compared) + REVIEW + CLIPS + OVERVIEW
    if compared:
        fixed += 2 * COMPARED + DIFFERENT + 3 * _GAP
    return fixed + event_lanes * (EVENTS + _GAP) + 5 * _GAP


def lay_out(
    width: float, height: float, names: Sequence[str], compared: Sequence[str] = ()
) -> Lanes:
    """Lay the lanes out from top to bottom; confidence takes what is left.

    `compared` names the lanes of two analyses and that of their differences, if there are any.
    """
    room = max(1.0, width - GUTTER - _MARGIN)
    spare = max(0.0, height - least_height(len(names), bool(compared)))

    def lane(top: float, tall: float) -> QRectF:
        return QRectF(GUTTER, top, room, tall)

    ruler = lane(0, RULER)
    confidence = lane(ruler.bottom() + _GAP, _confidence(bool(compared)) + spare)
    runs, top = {}, confidence.bottom() + _GAP
    for name, tall in zip(compared, (COMPARED, COMPARED, DIFFERENT), strict=False):
        runs[name] = lane(top, tall)
        top += tall + _GAP
    review = lane(top, REVIEW)
    events, top = {}, review.bottom() + _GAP
    for name in names:
        events[name] = lane(top, EVENTS)
        top += EVENTS + _GAP
    clips = lane(top, CLIPS)
    overview = lane(clips.bottom() + _GAP, OVERVIEW)
    return Lanes(ruler, confidence, runs, review, events, clips, overview)


def _confidence(compared: bool) -> int:
    return BESIDE if compared else CONFIDENCE
