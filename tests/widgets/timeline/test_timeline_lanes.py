from itertools import pairwise

from PySide6.QtCore import QPointF

from widgets.timeline.timeline_lanes import (
    GUTTER,
    MOST_EVENT_LANES,
    OTHERS,
    event_lane_names,
    lane_of,
    lay_out,
    least_height,
)


def test_each_event_name_has_a_lane() -> None:
    assert event_lane_names(["hit", "bounce"]) == ["bounce", "hit"]


def test_too_many_names_share_a_lane() -> None:
    crowd = list("abcdefghij")

    names = event_lane_names(crowd)
    assert len(names) == MOST_EVENT_LANES
    assert lane_of(crowd[0], names) == "a"
    assert lane_of(crowd[9], names) == OTHERS


def test_without_events_their_lane_stays() -> None:
    assert event_lane_names([]) == ["Events"]


def test_lanes_fill_the_widget_and_do_not_overlap() -> None:
    lanes = lay_out(1000, 300, ["bounce", "hit"])

    boxes = [lanes.ruler, *(lane for _, lane in lanes.named()), lanes.overview]
    assert all(above.bottom() <= below.top() for above, below in pairwise(boxes))
    assert lanes.overview.bottom() <= 300


def test_two_analyses_have_lanes_under_the_confidence() -> None:
    lanes = lay_out(1000, least_height(1, compared=True), ["hit"], ["fast", "motion", "Different"])

    boxes = [lanes.ruler, *(lane for _, lane in lanes.named()), lanes.overview]
    assert list(dict(lanes.named()))[:4] == ["Confidence", "fast", "motion", "Different"]
    assert all(above.bottom() <= below.top() for above, below in pairwise(boxes))


def test_room_to_spare_goes_to_the_confidence() -> None:
    least = lay_out(1000, least_height(1), ["hit"])
    tall = lay_out(1000, least_height(1) + 50, ["hit"])

    assert tall.confidence.height() == least.confidence.height() + 50
    assert tall.review.height() == least.review.height()


def test_only_ruler_and_lanes_count_in_frames() -> None:
    lanes = lay_out(1000, 300, ["hit"])

    assert lanes.over(QPointF(500, 5))
    assert not lanes.over(QPointF(GUTTER - 5, 50))
    assert not lanes.over(lanes.overview.center())
