from dataclasses import replace

import numpy as np
import pytest

from inference.review.healing import Healed, heal, healed_text, part_of_shot
from storage.records import BallLabel, BallTrackBuilder, Candidates, Review, Source, ball_key
from tests.inference.review.tracks import GAP, WIDTH, flight

MIDDLE = 64


def short_gap() -> tuple[Candidates, BallTrackBuilder]:
    """A flight that misses frames 62 to 66, though each has a faint candidate."""
    given = flight()
    track = BallTrackBuilder.of(given.track)
    for frame in GAP:
        if not 62 <= frame < 67:
            track.x[frame], track.y[frame] = (
                given.candidates.x[frame, 0],
                given.candidates.y[frame, 0],
            )
            track.visibility[frame], track.confidence[frame] = 1, 0.9
    return given.candidates, track


def healed_by_a_click(peaks: Candidates, track: BallTrackBuilder) -> Healed:
    part = part_of_shot(0, peaks, track.build(), WIDTH, MIDDLE)
    return heal(part, MIDDLE, (float(peaks.x[MIDDLE, 0]), float(peaks.y[MIDDLE, 0])))


def test_a_click_in_a_gap_takes_the_candidates_around_it() -> None:
    healed = healed_by_a_click(*short_gap())

    assert (healed.new, healed.changed, healed.removed) == (4, 0, 0)
    label = healed.edits[ball_key(63)]
    assert isinstance(label, BallLabel)
    assert label.source in (Source.RELINKED, Source.INTERPOLATED)
    assert label.review is Review.UNREVIEWED


def test_what_a_person_has_decided_stays() -> None:
    peaks, track = short_gap()
    track.review[63], track.source[63] = Review.ACCEPTED, Source.HUMAN

    assert ball_key(63) not in healed_by_a_click(peaks, track).edits


def test_nothing_is_mended_beyond_a_cut() -> None:
    peaks, track = short_gap()
    cut = peaks.cut.copy()
    cut[65] = True

    edits = healed_by_a_click(replace(peaks, cut=cut), track).edits

    assert all(int(key.removeprefix("ball/")) < 65 for key in edits)


def test_a_chain_that_arrives_nowhere_is_not_taken() -> None:
    given = flight()

    healed = healed_by_a_click(given.candidates, BallTrackBuilder.of(given.track))

    frames = sorted(int(key.removeprefix("ball/")) for key in healed.edits)
    assert frames == [60, 61, 62, 63, 65, 66, 67, 68, 69]  # five and four to a known ball


def test_a_rejected_lamp_is_left_out_of_the_path() -> None:
    given = flight()
    track = BallTrackBuilder.of(given.track)
    lamp = slice(GAP.start, GAP.stop)
    track.x[lamp], track.y[lamp] = 1000.0, 40.0
    track.visibility[lamp], track.confidence[lamp] = 1, 0.3

    healed = healed_by_a_click(given.candidates, track)

    assert healed.changed + healed.removed >= 4
    places = [label.x for label in healed.edits.values() if isinstance(label, BallLabel)]
    assert 1000.0 not in places


def test_without_candidates_nothing_is_mended() -> None:
    nothing = np.zeros((200, 0), np.float32)
    bare = Candidates(nothing, nothing, nothing, np.zeros(200, np.bool_))
    part = part_of_shot(0, bare, flight().track, WIDTH, MIDDLE)

    assert heal(part, MIDDLE, (10.0, 10.0)).edits == {}


@pytest.mark.parametrize(
    ("healed", "words"),
    [
        (Healed({}), ""),
        (Healed({}, 1), "1 frame changed"),
        (Healed({}, 4, 2, 1), "7 frames changed, 2 new, 1 removed"),
    ],
)
def test_what_was_mended_is_counted(healed: Healed, words: str) -> None:
    assert healed_text(healed) == words
