"""Simulated rallies as labelled paths."""

import numpy as np
import pytest

from inference.actions.data.labelled_path import FAR, HIT, NEAR
from inference.actions.data.simulated import simulated_path


@pytest.mark.parametrize(
    ("sport", "classes"), [("badminton", {"hit"}), ("tennis", {"hit", "bounce"})]
)
def test_a_rally_has_its_hits_from_both_sides_in_turn(sport: str, classes: set[str]) -> None:
    labelled = simulated_path(3, sport, seconds=8)

    sides = [event.side for event in labelled.events if event.event == HIT]

    assert {event.event for event in labelled.events} == classes
    assert sides[:3] == [NEAR, FAR, NEAR]
    assert [event.serve for event in labelled.events if event.event == HIT][:2] == [True, False]


def test_the_near_player_hits_lower_in_the_picture() -> None:
    labelled = simulated_path(3, "badminton", seconds=8)
    heights = {
        side: np.nanmean([labelled.path.y[e.frame] for e in labelled.events if e.side == side])
        for side in (NEAR, FAR)
    }

    assert heights[NEAR] > heights[FAR]
