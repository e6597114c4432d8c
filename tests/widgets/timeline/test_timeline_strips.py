import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from storage.records import BallTrack, Review, Source
from tests.widgets.tracks import model_track
from widgets.timeline.timeline_pool import Columns, TrackPool
from widgets.timeline.timeline_strips import confidence_strip, review_strip

HEIGHT = 40


def columns(track: BallTrack) -> Columns:
    return TrackPool(track).columns(np.arange(len(track) + 1))


def painted(image: QImage) -> NDArray[np.bool_]:
    """Which pixels are painted at all, from the top."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return np.asarray(rows[:, :, 3] > 0)


@pytest.mark.parametrize("confidence", [0.25, 0.5, 1.0])
def test_the_fill_is_as_high_as_the_confidence(confidence: float) -> None:
    track = model_track(9, confidence=np.full(9, confidence, np.float32))

    tall = painted(confidence_strip(columns(track), HEIGHT)).sum(axis=0)
    assert tall == pytest.approx(np.full(9, confidence * (HEIGHT - 2)), abs=1)


def test_no_ball_has_a_foot_and_not_analysed_has_nothing() -> None:
    source = np.array([Source.MODEL, Source.NONE], np.uint8)
    track = model_track(2, source=source, visibility=np.zeros(2, np.uint8))

    tall = painted(confidence_strip(columns(track), HEIGHT)).sum(axis=0)
    assert tall.tolist() == [2, 0]


def test_sources_have_their_own_colours() -> None:
    track = model_track(4, source=np.array([1, 2, 3, 4], np.uint8))

    image = confidence_strip(columns(track), HEIGHT)
    assert len({image.pixel(x, 30) for x in range(4)}) == 4


def review_of(state: Review) -> QImage:
    review = np.full(48, state, np.uint8)
    return review_strip(columns(model_track(48, review=review)), 16)


def test_review_states_differ_in_pattern_not_only_in_colour() -> None:
    """Within one state: plain has one tone, stripes slant, dots stand in a grid."""
    accepted, corrected, rejected = (
        review_of(state) for state in (Review.ACCEPTED, Review.CORRECTED, Review.REJECTED)
    )
    assert len({accepted.pixel(x, y) for x in range(48) for y in range(16)}) == 1
    assert len({corrected.pixel(x, y) for x in range(48) for y in range(16)}) == 2
    slanted = [corrected.pixel(x, 5) == corrected.pixel(x + 1, 6) for x in range(40)]
    assert all(slanted)
    assert not all(rejected.pixel(x, 5) == rejected.pixel(x + 1, 6) for x in range(40))


def test_unreviewed_is_low_and_reviewed_is_high() -> None:
    assert painted(review_of(Review.UNREVIEWED))[:, 0].sum() == 2
    assert painted(review_of(Review.ACCEPTED))[:, 0].sum() == 16


def test_a_state_of_few_frames_in_a_column_is_still_seen() -> None:
    review = np.full(1000, Review.ACCEPTED, np.uint8)
    review[500] = Review.REJECTED
    pooled = TrackPool(model_track(1000, review=review)).columns(np.array([0, 1000]))

    image = review_strip(pooled, 16)
    assert image.pixelColor(0, 15).hue() != image.pixelColor(0, 0).hue()
