from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from storage.records import BallTrack, Review, Source, Visibility
from tests.widgets.tracks import model_track
from widgets.picture.ball_marks import BallMark, mark_at, marks_in, paint_ball, paint_trail

SOURCES = [source for source in Source if source is not Source.NONE]


def drawn(paint: Callable[[QPainter], None], size: int = 80) -> NDArray[np.bool_]:
    """What `paint` draws, as opaque or not: shapes without their colours."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    paint(painter)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(size, size, 4)
    return np.asarray(rows[:, :, 3] > 60)


def shape(
    source: Source = Source.MODEL,
    visibility: Visibility = Visibility.CLEAR,
    review: Review = Review.UNREVIEWED,
) -> NDArray[np.bool_]:
    mark = BallMark(39.5, 39.5, source, visibility, review)
    return drawn(lambda painter: paint_ball(painter, mark))


@pytest.mark.parametrize(("one", "other"), [*combinations(SOURCES, 2)])
def test_sources_differ_in_shape_not_only_in_colour(one: Source, other: Source) -> None:
    assert (shape(source=one) != shape(source=other)).sum() > 30


@pytest.mark.parametrize(
    ("one", "other"), [*combinations([Visibility.CLEAR, Visibility.HARD, Visibility.OCCLUDED], 2)]
)
def test_visibilities_differ_in_shape(one: Visibility, other: Visibility) -> None:
    assert (shape(visibility=one) != shape(visibility=other)).sum() > 30


@pytest.mark.parametrize(
    ("one", "other"), [*combinations([Review.UNREVIEWED, Review.ACCEPTED, Review.REJECTED], 2)]
)
def test_review_states_differ_in_shape(one: Review, other: Review) -> None:
    assert (shape(review=one) != shape(review=other)).sum() > 20


def test_a_mark_is_centred_on_the_middle_of_its_pixel() -> None:
    rows, columns = np.nonzero(shape())

    assert rows.mean() == pytest.approx(39.5, abs=0.3)
    assert columns.mean() == pytest.approx(39.5, abs=0.3)


def test_a_mark_keeps_its_size_on_the_screen_when_the_unit_shrinks() -> None:
    mark = BallMark(39.5, 39.5)
    small = drawn(lambda painter: paint_ball(painter, mark, 0.5))

    assert np.ptp(np.nonzero(small)[0]) < 0.6 * np.ptp(np.nonzero(shape())[0])


def test_a_ball_without_a_place_is_not_drawn() -> None:
    mark = BallMark(None, None, Source.HUMAN, Visibility.ABSENT)

    assert not drawn(lambda painter: paint_ball(painter, mark)).any()


def test_the_trail_leaves_the_shown_ball_free() -> None:
    past = [BallMark(x, 40) for x in (10, 20, 30, 40)]
    trail = drawn(lambda painter: paint_trail(painter, past))

    assert trail[40, 25]
    assert not trail[35:46, 36:46].any()


def test_no_line_is_drawn_across_a_gap() -> None:
    past = [BallMark(10, 40), None, BallMark(40, 40), BallMark(70, 40)]
    trail = drawn(lambda painter: paint_trail(painter, past))

    assert trail[40, 50]
    assert not trail[:, 20:35].any()


def test_an_unseen_frame_has_no_mark() -> None:
    assert mark_at(BallTrack.empty(3), 1) is None


def test_a_mark_says_what_the_track_says() -> None:
    mark = mark_at(model_track(3, review=np.array([0, 1, 0], np.uint8)), 1)

    assert mark is not None
    assert mark == BallMark(320, 180, confidence=mark.confidence, review=Review.ACCEPTED)
    assert mark.confidence == pytest.approx(0.8)


def test_a_frame_without_a_ball_has_a_mark_without_a_place() -> None:
    nowhere = np.full(3, np.nan)

    mark = mark_at(model_track(3, x=nowhere, y=nowhere, visibility=np.zeros(3, np.uint8)), 0)
    assert mark is not None
    assert mark.centre is None


def test_marks_are_cut_to_the_video() -> None:
    assert len(marks_in(model_track(10), -5, 4)) == 4
    assert len(marks_in(model_track(10), 8, 20)) == 2
