import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter

from storage.records import Event, Review, Source
from widgets.common import theme
from widgets.events.event_columns import EventColumns
from widgets.timeline.timeline_events import LaneEvents, paint_current_event, paint_events
from widgets.timeline.timeline_lanes import Lanes, lay_out
from widgets.timeline.timeline_scale import TimeScale


def proposal(frame: int, confidence: float = 0.9, name: str = "hit") -> Event:
    return Event(frame, name, confidence, Source.MODEL, Review.UNREVIEWED)


def laid_out(events: LaneEvents, frames: int = 500) -> tuple[Lanes, TimeScale]:
    lanes = lay_out(1112, 220, events.names)
    return lanes, TimeScale.fitted(frames, lanes.ruler.width())


def painted(*listed: Event, current: Event | None = None) -> QImage:
    """The lane of hits, from above it to below it."""
    events = LaneEvents(EventColumns.of(listed))
    lanes, scale = laid_out(events)
    picture = QImage(1112, 220, QImage.Format.Format_ARGB32)
    picture.fill(theme.WELL)
    painter = QPainter(picture)
    paint_events(painter, events, scale, lanes)
    if current is not None:
        paint_current_event(painter, current, scale, lanes)
    painter.end()
    lane = lanes.events["hit"].toAlignedRect()
    return picture.copy(lane)


def colour_at(picture: QImage, frame: int, frames: int = 500) -> QColor:
    """What is in the middle of the lane, beside the tick of an event, inside its head."""
    x = round((frame + 0.5) / frames * picture.width())
    return picture.pixelColor(x + 2, picture.height() // 2)


def test_the_nearest_event_of_a_lane_is_found() -> None:
    events = LaneEvents(EventColumns.of([proposal(10), proposal(20), proposal(19, name="bounce")]))

    assert events.nearest("hit", 14.9) == proposal(10)
    assert events.nearest("hit", 15.1) == proposal(20)
    assert events.nearest("hit", 900) == proposal(20)
    assert LaneEvents().nearest("hit", 3) is None


def test_a_proposal_is_hollow_and_an_accepted_one_is_full() -> None:
    accepted = Event(100, "hit", review=Review.ACCEPTED)

    hollow = colour_at(painted(proposal(100)), 100)
    full = colour_at(painted(accepted), 100)
    assert hollow.lightness() < 90 < full.lightness()


def test_the_surer_the_model_the_brighter_the_proposal() -> None:
    def brightness(confidence: float) -> float:
        picture = painted(proposal(100, confidence))
        return float(np.frombuffer(picture.constBits(), np.uint8).sum())

    assert brightness(0.1) < brightness(0.5) < brightness(0.9)


def test_a_rejected_event_has_the_colour_of_rejection() -> None:
    picture = painted(Event(100, "hit", review=Review.REJECTED))

    tick = picture.pixelColor(round(100.5 / 500 * picture.width()), 4)
    assert tick.red() > tick.green()


@pytest.mark.parametrize("frame", [100, 400])
def test_the_current_event_is_ringed(frame: int) -> None:
    assert painted(proposal(frame), current=proposal(frame)) != painted(proposal(frame))


def test_of_several_events_in_a_column_a_persons_is_seen() -> None:
    crowd = [proposal(5000), Event(5001, "hit"), proposal(5002, 1.0)]
    events = LaneEvents(EventColumns.of(crowd))
    lanes, scale = laid_out(events, 500_000)

    [(_, event)] = events.columns("hit", scale, lanes.ruler.left())
    assert event == crowd[1]


def test_no_column_is_painted_twice() -> None:
    events = LaneEvents(EventColumns.of([proposal(frame) for frame in range(0, 500_000, 25)]))
    lanes, scale = laid_out(events, 500_000)

    columns = [x for x, _ in events.columns("hit", scale, lanes.ruler.left())]
    assert len(columns) == len(set(columns)) <= lanes.ruler.width() + 16


def test_only_what_is_in_sight_is_painted() -> None:
    events = LaneEvents(EventColumns.of([proposal(frame) for frame in range(0, 1000, 10)]))
    lanes, _ = laid_out(events)
    scale = TimeScale(1000, lanes.ruler.width(), 95, 30)

    frames = [event.frame for _, event in events.columns("hit", scale, lanes.ruler.left())]
    assert frames == [100, 110, 120]
