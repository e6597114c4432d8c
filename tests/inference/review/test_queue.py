from dataclasses import replace

import numpy as np

from inference.review.doubt import shipped_doubt
from inference.review.evidence import QueueInput
from inference.review.queue import PART, find_doubt, part_doubt
from storage.records import BallTrackBuilder, Candidates, Review, Source
from tests.draining import drained
from tests.inference.review.tracks import GAP, flight

MODEL = shipped_doubt("fast")


def cut_out(given: QueueInput, first: int, stop: int) -> QueueInput:
    part = slice(first, stop)
    peaks, track = given.candidates, given.track
    return replace(
        given,
        candidates=Candidates(peaks.x[part], peaks.y[part], peaks.score[part], peaks.cut[part]),
        track=BallTrackBuilder(
            track.visibility[part],
            track.x[part],
            track.y[part],
            track.confidence[part],
            track.source[part],
            track.review[part],
        ).build(),
    )


def test_the_gap_is_a_place_with_its_reason() -> None:
    doubt = part_doubt(flight(), MODEL, 0, 200)

    [place] = [s for s in doubt.segments(30) if s.first <= GAP.start + 4 < s.stop]
    assert doubt.reasons[place.peak].startswith("No ball in 10 frames between two flights")


def test_what_a_person_has_decided_is_not_doubted() -> None:
    given = flight()
    track = BallTrackBuilder.of(given.track)
    track.review[GAP.start : GAP.stop] = Review.ACCEPTED
    track.source[0] = Source.NONE

    doubt = part_doubt(replace(given, track=track.build()), MODEL, 0, 200)

    assert not doubt.wrong[GAP.start : GAP.stop].any()
    assert doubt.wrong[0] == 0


def test_a_long_video_is_judged_in_parts_alike() -> None:
    given = flight(PART + 600)

    whole = drained(find_doubt(lambda first, stop: cut_out(given, first, stop), PART + 600, MODEL))
    part = drained(
        find_doubt(
            lambda first, stop: cut_out(given, first, stop), PART + 600, MODEL, PART - 50, PART + 50
        )
    )

    assert len(whole) == PART + 600
    assert np.allclose(whole.wrong[PART - 50 : PART + 50], part.wrong, atol=0.02)
    changed = whole.with_part(PART - 50, part)
    assert set(changed.reasons) == set(np.flatnonzero(changed.wrong >= 0.25).tolist())
