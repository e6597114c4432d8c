import pytest

from app.gui.labels.doubtful import doubtful_frames
from storage.records import BallTrack, BallTrackBuilder, Review, Source, Visibility


@pytest.fixture
def track() -> BallTrackBuilder:
    """Ten frames in which the model is sure of a ball."""
    track = BallTrackBuilder.empty(10)
    track.source[:] = Source.MODEL
    track.visibility[:] = Visibility.CLEAR
    track.confidence[:] = 0.9
    return track


def test_a_frame_is_doubtful_where_the_model_is_unsure_of_a_ball(track: BallTrackBuilder) -> None:
    track.confidence[[3, 6]] = 0.4
    track.visibility[6] = Visibility.ABSENT

    assert doubtful_frames(track.build()).tolist() == [3]


@pytest.mark.parametrize("source", [Source.INTERPOLATED, Source.RELINKED])
def test_what_was_filled_in_wants_a_look(track: BallTrackBuilder, source: Source) -> None:
    track.source[4] = source

    assert doubtful_frames(track.build()).tolist() == [4]


def test_what_a_person_has_decided_is_not_doubtful(track: BallTrackBuilder) -> None:
    track.confidence[:] = 0.1
    track.review[1:] = Review.ACCEPTED

    assert doubtful_frames(track.build()).tolist() == [0]


def test_a_frame_that_nobody_looked_at_is_not_doubtful() -> None:
    assert not len(doubtful_frames(BallTrack.empty(10)))
