import numpy as np
from PySide6.QtGui import QImage, QPainter

from storage.records import Event
from widgets.common import theme
from widgets.events.event_columns import EventColumns
from widgets.timeline.timeline_compared_events import ComparedEvents, paint_compared_events
from widgets.timeline.timeline_lanes import lay_out
from widgets.timeline.timeline_scale import TimeScale

EVENTS = EventColumns.of([Event(100, "hit"), Event(300, "hit")])


def test_what_only_the_second_analysis_sees_is_brighter() -> None:
    lanes = lay_out(1112, 220, ["hit"])
    scale = TimeScale.fitted(500, lanes.ruler.width())
    picture = QImage(1112, 220, QImage.Format.Format_ARGB32)
    picture.fill(theme.WELL)
    painter = QPainter(picture)
    compared = ComparedEvents(EVENTS, np.array([False, True]))
    paint_compared_events(painter, compared, scale, lanes)
    painter.end()

    lane = lanes.events["hit"]
    agreed, alone = (
        picture.pixelColor(round(lane.left() + scale.x_at(frame + 0.5)), int(lane.bottom()) - 2)
        for frame in (100, 300)
    )
    empty = picture.pixelColor(round(lane.left() + scale.x_at(200)), int(lane.bottom()) - 2)
    assert empty.lightness() < agreed.lightness() < alone.lightness()
