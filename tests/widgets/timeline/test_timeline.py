from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from storage.records import Clip, Event
from tests.widgets import pointing
from tests.widgets.tracks import model_track
from widgets.events.event_columns import EventColumns
from widgets.timeline.timeline import Timeline


@pytest.fixture
def timeline(qtbot: QtBot) -> Timeline:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(1112, 220)  # 1000 pixels of frames
    timeline.set_frames(np.arange(500) / 25)
    timeline.show()
    return timeline


@pytest.fixture
def chosen(timeline: Timeline) -> list[int]:
    chosen: list[int] = []
    timeline.frame_chosen.connect(chosen.append)
    return chosen


def x_of(timeline: Timeline, frame: float) -> float:
    return timeline.lanes.ruler.left() + timeline.scale.x_at(frame)


def on_ruler(timeline: Timeline, frame: float) -> pointing.Point:
    return x_of(timeline, frame + 0.5), 5


def picture(timeline: Timeline) -> QImage:
    return timeline.grab().toImage()


def test_a_press_chooses_the_frame_under_the_pointer(timeline: Timeline, chosen: list[int]) -> None:
    pointing.drag(timeline, on_ruler(timeline, 120))

    assert chosen == [120]


def test_a_drag_scrubs_and_says_when_it_begins_and_ends(
    timeline: Timeline, chosen: list[int]
) -> None:
    scrubs: list[bool] = []
    timeline.scrubbing.connect(scrubs.append)

    pointing.drag(timeline, *(on_ruler(timeline, frame) for frame in (100, 101, 99)))
    assert chosen == [100, 101, 99]
    assert scrubs == [True, False]


def test_a_drag_past_the_end_stays_on_the_last_frame(timeline: Timeline, chosen: list[int]) -> None:
    pointing.drag(timeline, on_ruler(timeline, 490), (5000, 5))

    assert chosen == [490, 499]


def test_a_press_close_to_an_event_means_the_event(timeline: Timeline, chosen: list[int]) -> None:
    timeline.set_events(EventColumns.of([Event(200, "hit"), Event(206, "bounce")]))
    lane = timeline.lanes.events["hit"]

    pointing.drag(timeline, (x_of(timeline, 202), lane.center().y()))
    pointing.drag(timeline, (x_of(timeline, 230.5), lane.center().y()))
    assert chosen == [200, 230]


def test_setters_say_nothing(timeline: Timeline, chosen: list[int], qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(timeline.range_changed):
        timeline.set_playhead(300)
        timeline.set_track(model_track(500))
        timeline.set_range(10, 20)

    assert chosen == []


def test_dragging_an_end_of_the_range_moves_it(timeline: Timeline, chosen: list[int]) -> None:
    ranges: list[object] = []
    timeline.range_changed.connect(lambda first, stop: ranges.append((first, stop)))
    timeline.set_range(100, 200)

    pointing.drag(timeline, (x_of(timeline, 100), 25), (x_of(timeline, 150), 25))
    pointing.drag(timeline, (x_of(timeline, 200), 25), (x_of(timeline, 90), 25))
    assert ranges == [(150, 200), (150, 151)]
    assert chosen == []


def test_an_open_end_stays_open(timeline: Timeline) -> None:
    ranges: list[object] = []
    timeline.range_changed.connect(lambda first, stop: ranges.append((first, stop)))
    timeline.set_range(100, None)

    pointing.drag(timeline, (x_of(timeline, 100), 25), (x_of(timeline, 50), 25))
    assert ranges == [(50, None)]


def test_the_wheel_zooms_around_the_pointer(timeline: Timeline) -> None:
    at = on_ruler(timeline, 350)

    pointing.turn_wheel(timeline, at, up=5)
    assert timeline.scale.span < 300
    assert timeline.frame_at(at[0]) == 350


def test_a_sideways_wheel_scrolls(timeline: Timeline) -> None:
    timeline.zoom(5, x_of(timeline, 0))

    pointing.turn_wheel(timeline, (500, 50), sideways=-2)
    assert timeline.scale.first == pytest.approx(20)


def test_a_double_click_shows_the_whole_video(timeline: Timeline) -> None:
    timeline.zoom(8)

    pointing.double_click(timeline, (600, 60))
    assert timeline.scale.fits


def test_the_overview_scrolls(timeline: Timeline, chosen: list[int]) -> None:
    timeline.zoom(5, x_of(timeline, 0))
    bar = timeline.lanes.overview

    pointing.drag(timeline, (bar.left() + 20, bar.top() + 5), (bar.left() + 420, bar.top() + 5))
    assert timeline.scale.first == pytest.approx(200)
    assert chosen == []


def test_a_press_beside_the_overview_window_brings_it_there(timeline: Timeline) -> None:
    timeline.zoom(5, x_of(timeline, 0))
    bar = timeline.lanes.overview

    pointing.drag(timeline, (bar.left() + 800, bar.center().y()))
    assert timeline.scale.first == pytest.approx(350)


def test_the_page_turns_when_the_playhead_leaves_it(timeline: Timeline) -> None:
    timeline.zoom(10)
    timeline.set_playhead(49)

    timeline.set_playhead(50)
    assert timeline.scale.shows(50)
    assert timeline.scale.first > 40


def test_who_looks_elsewhere_is_not_torn_back(timeline: Timeline) -> None:
    timeline.zoom(10)
    pointing.turn_wheel(timeline, (500, 50), sideways=-20)
    before = timeline.scale

    timeline.set_playhead(1)
    assert timeline.scale == before


@pytest.mark.parametrize(("key", "frame"), [(Qt.Key.Key_Left, 9), (Qt.Key.Key_Right, 11)])
def test_arrows_step(timeline: Timeline, chosen: list[int], key: Qt.Key, frame: int) -> None:
    timeline.set_playhead(10)

    QTest.keyClick(timeline, key)
    assert chosen == [frame]


def test_keys_zoom_around_the_playhead(timeline: Timeline) -> None:
    timeline.set_playhead(400)

    for _ in range(6):
        QTest.keyClick(timeline, Qt.Key.Key_Plus)
    assert timeline.scale.shows(400)
    assert timeline.scale.span < 60


def test_a_moving_playhead_leaves_nothing_behind(timeline: Timeline) -> None:
    timeline.set_track(model_track(500))
    timeline.set_playhead(100)
    before = picture(timeline)

    timeline.set_playhead(250)
    moved = picture(timeline)
    timeline.set_playhead(100)
    assert moved != before
    assert picture(timeline) == before


def test_the_pointer_leaves_nothing_behind(timeline: Timeline) -> None:
    before = picture(timeline)

    pointing.hover(timeline, (500, 60))
    hovered = picture(timeline)
    pointing.hover(timeline, (20, 60))
    assert hovered != before
    assert picture(timeline) == before


def test_every_part_of_the_content_is_seen(timeline: Timeline) -> None:
    changes: list[Callable[[], None]] = [
        lambda: timeline.set_track(model_track(500)),
        lambda: timeline.set_events(EventColumns.of([Event(100, "Events")])),
        lambda: timeline.set_clips([Clip(50, 150, "Rally")]),
        lambda: timeline.set_range(20, 400),
        lambda: timeline.set_analysing([(256, 500)]),
    ]
    seen = [picture(timeline)]
    for change in changes:
        change()
        seen.append(picture(timeline))

    assert all(one != other for one, other in pairwise(seen))


def test_a_new_event_name_asks_for_more_room(timeline: Timeline) -> None:
    before = timeline.minimumSizeHint().height()

    timeline.set_events(EventColumns.of([Event(1, "hit"), Event(2, "bounce"), Event(3, "serve")]))
    assert timeline.minimumSizeHint().height() > before


def test_another_video_starts_afresh(timeline: Timeline) -> None:
    timeline.set_track(model_track(500))
    timeline.zoom(10)

    timeline.set_frames(np.arange(20) / 25)
    assert timeline.scale.fits
    assert timeline.scale.frames == 20


def test_an_empty_timeline_can_be_clicked(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.show()

    with qtbot.assertNotEmitted(timeline.frame_chosen):
        pointing.drag(timeline, (300, 20), (400, 20))
        pointing.hover(timeline, (300, 20))
        pointing.turn_wheel(timeline, (300, 20), up=1)
        timeline.grab()
