from dataclasses import replace

import numpy as np

from inference.review.evidence import NAMES, FrameState, frame_evidence
from storage.records import BallTrackBuilder, Candidates, Review, Source
from tests.inference.review.tracks import GAP, flight


def test_frames_are_told_apart_by_what_they_show() -> None:
    evidence = frame_evidence(flight())

    absent = np.flatnonzero(evidence.state == FrameState.ABSENT)
    assert absent.tolist() == list(GAP)
    assert all(np.isfinite(evidence.table(state)).all() for state in FrameState)
    assert evidence.table(FrameState.ABSENT).shape == (200, len(NAMES[FrameState.ABSENT]))


def test_a_gap_has_a_candidate_on_its_line() -> None:
    evidence = frame_evidence(flight())

    assert round(np.expm1(evidence.facts["gap"][GAP.start])) == len(GAP)
    assert evidence.facts["on_line"][GAP.start + 5] > evidence.facts["on_line"][150]


def test_a_point_that_is_no_candidate_was_filled_in() -> None:
    given = flight()
    track = BallTrackBuilder.of(given.track)
    track.x[100] += 3

    evidence = frame_evidence(replace(given, track=track.build()))

    assert evidence.state[100] == FrameState.FILLED


def test_what_a_person_has_placed_is_certain_to_what_is_around() -> None:
    given = flight()
    track = BallTrackBuilder.of(given.track)
    track.x[64], track.y[64] = 712.0, 310.0
    track.visibility[64], track.source[64], track.review[64] = 1, Source.HUMAN, Review.CORRECTED

    evidence = frame_evidence(replace(given, track=track.build()))

    assert evidence.state[64] == FrameState.DETECTED
    assert round(np.expm1(evidence.facts["gap"][62])) == 4


def test_another_run_agrees_or_differs() -> None:
    given = flight()
    other = BallTrackBuilder.of(given.track)
    other.x[10] += 40
    other.source[20] = Source.NONE

    facts = frame_evidence(replace(given, other=other.build())).facts

    assert (facts["other_differs"][10], facts["other_agrees"][11]) == (1, 1)
    assert facts["other_differs"][20] == facts["other_agrees"][20] == 0


def test_a_run_without_candidates_has_its_own_positions() -> None:
    given = flight()
    nothing = np.zeros((200, 0), np.float32)
    bare = Candidates(nothing, nothing, nothing, given.candidates.cut)

    evidence = frame_evidence(replace(given, candidates=bare))

    assert evidence.state[0] == FrameState.DETECTED
