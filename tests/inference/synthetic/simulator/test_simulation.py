from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from inference.synthetic.simulator.court import TENNIS
from inference.synthetic.simulator.simulation import SimulatedFrame, simulate_rally
from storage.records import Visibility

FRAMES = 150
SEED = 41


@pytest.fixture(scope="module")
def rally() -> list[SimulatedFrame]:
    """The first 5 s of a rally, small."""
    return list(simulate_rally(SEED, FRAMES, 640, 360, court=TENNIS))


def test_as_many_pictures_as_asked_of_the_size_asked(rally: list[SimulatedFrame]) -> None:
    assert len(rally) == FRAMES
    assert {frame.picture.shape for frame in rally} == {(360, 640, 3)}


def test_the_same_seed_gives_the_same_pixels(rally: list[SimulatedFrame]) -> None:
    again = islice(simulate_rally(SEED, FRAMES, 640, 360, court=TENNIS), 5)

    assert all(np.array_equal(a.picture, b.picture) for a, b in zip(rally, again, strict=False))


def test_an_absent_ball_has_no_place_and_any_other_has(rally: list[SimulatedFrame]) -> None:
    for frame in rally:
        assert np.isnan(frame.x) == np.isnan(frame.y) == (frame.visibility == Visibility.ABSENT)


def test_a_ball_leaves_the_picture_and_hides_behind_a_player(rally: list[SimulatedFrame]) -> None:
    seen = {frame.visibility for frame in rally}

    assert {Visibility.ABSENT, Visibility.CLEAR, Visibility.OCCLUDED} <= seen


def test_hits_and_bounces_are_told(rally: list[SimulatedFrame]) -> None:
    events = [frame.event for frame in rally if frame.event]

    assert events[:3] == ["hit", "bounce", "hit"]


def test_a_clear_ball_is_brighter_than_the_next_picture_there(rally: list[SimulatedFrame]) -> None:
    gains = []
    for frame, later in zip(rally[40:50], rally[43:53], strict=True):  # the serve in flight
        x, y = round(frame.x), round(frame.y)
        gains.append(int(frame.picture[y, x].sum()) - int(later.picture[y, x].sum()))

    assert np.median(gains) > 40


def test_the_frame_rate_changes_how_often_not_what_is_seen() -> None:
    half = list(islice(simulate_rally(SEED, 40, 320, 180, Fraction(15), TENNIS), 20))
    full = list(islice(simulate_rally(SEED, 80, 320, 180, Fraction(30), TENNIS), 40))

    assert [f.x for f in half] == pytest.approx([f.x for f in full[::2]], nan_ok=True)
