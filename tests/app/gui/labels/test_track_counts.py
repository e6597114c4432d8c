import numpy as np

from app.gui.labels.track_counts import TrackCounts
from storage.records import BallTrack, BallTrackBuilder, Review, Source


def test_counts_follow_edits_as_if_all_were_counted() -> None:
    numbers = np.random.default_rng(1)
    track = BallTrack.empty(500)
    counts = TrackCounts(track)

    for _ in range(50):
        first, stop = sorted(int(at) for at in numbers.integers(0, 501, 2))
        builder = BallTrackBuilder.of(track)
        builder.source[first:stop] = numbers.choice([*Source])
        builder.review[first:stop] = numbers.choice([*Review])
        builder.visibility[first:stop] = numbers.integers(0, 2)
        track = builder.build()
        counts.update(track, first, stop)

    assert counts.analysed == np.count_nonzero(track.source) / 500
    assert counts.reviewed == np.count_nonzero(track.review) / 500


def test_a_video_without_frames_is_not_analysed() -> None:
    counts = TrackCounts(BallTrack.empty(0))

    assert (counts.analysed, counts.reviewed) == (0, 0)
