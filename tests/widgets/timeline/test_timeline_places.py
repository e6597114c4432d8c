import numpy as np
from pytestqt.qtbot import QtBot

from widgets.common import theme
from widgets.timeline.timeline import Timeline
from widgets.timeline.timeline_places import PlaceTick


def test_places_are_ticks_above_the_confidence(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(1112, 260)
    timeline.set_frames(np.arange(500) / 25)
    timeline.set_places([PlaceTick(100, 150, 0.9), PlaceTick(300, 310, 0.4, current=True)])
    timeline.show()

    image = timeline.grab().toImage()
    y = round(timeline.lanes.confidence.top()) + 2

    def hue(frame: int) -> int:
        x = round(timeline.lanes.ruler.left() + timeline.scale.x_at(frame))
        return image.pixelColor(x, y).hue()

    assert abs(hue(125) - theme.DANGER.hue()) < 12
    assert abs(hue(305) - theme.WARNING.hue()) < 12
    assert hue(200) not in (hue(125), hue(305))
