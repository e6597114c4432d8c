from dataclasses import fields

import numpy as np
import pytest

from storage.records import BallTrack, BallTrackBuilder, Review, Source
from tests.widgets.tracks import model_track
from widgets.timeline.timeline_pool import MaskPool, TrackPool
from widgets.timeline.timeline_scale import TimeScale


def test_a_column_says_the_mean_and_the_highest() -> None:
    confidence = np.array([0.2, 0.6, 1.0, 0.0], np.float32)

    columns = TrackPool(model_track(4, confidence=confidence)).columns(np.array([0, 2, 4]))
    assert columns.mean == pytest.approx([0.4, 0.5])
    assert columns.top == pytest.approx([0.6, 1.0])


def test_a_frame_without_a_ball_counts_as_nothing_seen() -> None:
    visibility = np.array([1, 0], np.uint8)

    columns = TrackPool(model_track(2, visibility=visibility)).columns(np.array([0, 2]))
    assert columns.mean == pytest.approx([0.4])


def test_unseen_frames_do_not_count_at_all() -> None:
    source = np.array([Source.MODEL, Source.NONE], np.uint8)

    columns = TrackPool(model_track(2, source=source)).columns(np.array([0, 2]))
    assert columns.mean == pytest.approx([0.8])
    assert columns.analysed == pytest.approx([0.5])


def test_nothing_seen_is_zero_everywhere() -> None:
    columns = TrackPool(BallTrack.empty(10)).columns(np.array([0, 5, 10]))

    assert not columns.analysed.any()
    assert not columns.mean.any()


def test_one_frame_over_many_columns_is_shown_in_each() -> None:
    confidence = np.array([0.3, 0.9], np.float32)
    edges = TimeScale.fitted(2, 6).edges(6)

    columns = TrackPool(model_track(2, confidence=confidence)).columns(edges)
    assert columns.top == pytest.approx([0.3, 0.3, 0.3, 0.9, 0.9, 0.9])


def test_one_label_among_thousands_is_not_lost() -> None:
    source = np.full(100_000, Source.MODEL, np.uint8)
    review = np.zeros(100_000, np.uint8)
    source[54_321], review[54_321] = Source.HUMAN, Review.CORRECTED

    columns = TrackPool(model_track(100_000, source=source, review=review)).columns(
        TimeScale.fitted(100_000, 100).edges(100)
    )
    assert np.flatnonzero(columns.human).tolist() == [54]
    assert np.flatnonzero(columns.corrected).tolist() == [54]


@pytest.mark.parametrize("zoom", [1, 7.3, 400])
def test_pooling_agrees_with_counting(zoom: float) -> None:
    numbers = np.random.default_rng(3)
    confidence = numbers.random(5000).astype(np.float32)
    edges = TimeScale.fitted(5000, 211).zoomed(zoom, 100).edges(211)

    columns = TrackPool(model_track(5000, confidence=confidence)).columns(edges)
    stops = np.maximum(edges[1:], edges[:-1] + 1)
    pieces = [confidence[first:stop] for first, stop in zip(edges[:-1], stops, strict=True)]
    assert columns.mean == pytest.approx([piece.mean() for piece in pieces], abs=1e-5)
    assert columns.top == pytest.approx([piece.max() for piece in pieces])


def test_marks_are_pooled_to_shares() -> None:
    pool = MaskPool(np.array([True, True, False, True]))

    assert pool.shares(np.array([0, 2, 4, 4])).tolist() == [1, 0.5, 1]
    assert MaskPool(np.zeros(0, np.bool_)).shares(np.array([0, 0])).tolist() == [0]


@pytest.mark.parametrize("frames", [1, 255, 256, 257, 1000])
def test_a_changed_track_is_pooled_as_a_new_one(frames: int) -> None:
    numbers = np.random.default_rng(frames)
    track = model_track(frames, confidence=numbers.random(frames).astype(np.float32))
    pool, edges = TrackPool(track), TimeScale.fitted(frames, 97).edges(97)

    for _ in range(20):
        first, stop = sorted(int(at) for at in numbers.integers(0, frames + 1, 2))
        builder = BallTrackBuilder.of(track)
        builder.source[first:stop] = Source.HUMAN
        builder.review[first:stop] = Review.CORRECTED
        builder.confidence[first:stop] = numbers.random(stop - first)
        track = builder.build()
        pool.update(track, first, stop)

    new, old = TrackPool(track).columns(edges), pool.columns(edges)
    for field in fields(new):
        assert getattr(old, field.name) == pytest.approx(getattr(new, field.name), abs=1e-6)
