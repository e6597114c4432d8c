import numpy as np
import pytest

from storage.records import BallTrack, BallTrackBuilder, Source, attributes


@pytest.mark.parametrize(
    "track", [BallTrack.empty(3), BallTrackBuilder.empty(3).build(), BallTrack(*np.zeros((6, 3)))]
)
def test_a_track_is_frozen_however_it_was_made(track: BallTrack) -> None:
    with pytest.raises(ValueError, match="read-only"):
        track.x[0] = 1.0


def test_arrays_handed_to_a_track_are_frozen_for_their_maker_too() -> None:
    builder = BallTrackBuilder.empty(3)
    builder.build()

    with pytest.raises(ValueError, match="read-only"):
        builder.source[0] = Source.HUMAN


def test_a_track_with_another_part_leaves_the_first_one_alone() -> None:
    track, part = BallTrack.empty(4), BallTrackBuilder.empty(2)
    part.source[:] = Source.HUMAN

    changed = track.with_part(1, part.build())

    assert changed.source.tolist() == [0, Source.HUMAN, Source.HUMAN, 0]
    assert track.source.tolist() == [0, 0, 0, 0]


def test_attributes_in_another_order_are_equal() -> None:
    assert attributes({"side": "far", "player": "Ana"}) == attributes(
        {"player": "Ana", "side": "far"}
    )
