"""The module under test is app.gui.review.candidate_overlay, driven through the window."""

from pathlib import Path

import numpy as np
import pytest

from app.gui.review.candidate_overlay import marks_of
from app.workflows.videos import open_video
from storage.library.library import Library
from storage.library.predictions.predictions import put_candidates
from storage.library.predictions.runs import active_run
from storage.records import Candidates, Run, Source
from tests.app.rally import CLIP_FRAMES, ball_at
from tests.app.user import User
from tests.draining import drained
from widgets.picture.overlay_marks import CandidateMark

OTHER = (250.0, 20.0)  # a second candidate in every frame


@pytest.fixture
def run(library: Library, tracked: Path) -> Run:
    """The written run, with two candidates a frame, of which its path took the first."""
    fingerprint = drained(open_video(library, tracked)).video.fingerprint
    with library.connect() as db:
        run = active_run(db, fingerprint)
        assert run is not None
        x, y = np.array([(ball_at(frame), OTHER) for frame in range(CLIP_FRAMES)]).transpose(
            2, 0, 1
        )
        score = np.tile(np.array([0.9, 0.2], np.float32), (CLIP_FRAMES, 1))
        nothing = np.zeros(CLIP_FRAMES, np.bool_)
        found = Candidates(x.astype(np.float32), y.astype(np.float32), score, nothing)
        put_candidates(db, run.id, 0, found)
    return run


def shown_candidates(user: User) -> tuple[CandidateMark, ...]:
    return user.session.candidate_overlay.at(user.session.view.frame)


def sees_candidates(user: User, number: int) -> None:
    user.qtbot.waitUntil(lambda: len(shown_candidates(user)) == number)


def test_the_key_shows_and_hides_them(run: Run, reviewer: User) -> None:
    without = reviewer.picture.grab().toImage()
    reviewer.presses("V")
    sees_candidates(reviewer, 2)
    assert reviewer.picture.grab().toImage() != without

    reviewer.presses("V")
    assert shown_candidates(reviewer) == ()
    assert reviewer.picture.grab().toImage() == without


def test_the_one_that_the_path_took_is_told_from_the_others(run: Run, library: Library) -> None:
    with library.connect() as db:
        marks = marks_of(db, run.id, 0)

    assert [mark.chosen for mark in marks[3]] == [True, False]
    assert [mark.chosen for mark in marks[40]] == [False, False]  # where it sees no ball
    assert marks[CLIP_FRAMES] == ()


def test_a_click_on_a_candidate_is_one_gesture_that_can_be_taken_back(
    run: Run, reviewer: User
) -> None:
    reviewer.goes_to(7)
    before = reviewer.track.x[7]
    reviewer.presses("V")
    sees_candidates(reviewer, 2)

    reviewer.clicks(OTHER[0] + 2, OTHER[1] - 2)
    reviewer.rests()
    assert (reviewer.track.x[7], reviewer.track.y[7]) == OTHER
    assert reviewer.track.source[7] == Source.HUMAN

    reviewer.undoes()
    assert reviewer.track.x[7] == before


def test_they_are_those_of_the_frame_on_screen(run: Run, reviewer: User) -> None:
    reviewer.presses("V")
    sees_candidates(reviewer, 2)
    for frame in (10, 30):
        reviewer.goes_to(frame)

        [chosen] = [mark for mark in shown_candidates(reviewer) if mark.chosen]
        assert (chosen.x, chosen.y) == pytest.approx(ball_at(frame), abs=0.01)


def test_without_an_analysis_there_are_none(user: User, clip: Path) -> None:
    user.opens(clip)
    user.presses("V")

    user.rests()
    assert shown_candidates(user) == ()


def test_new_candidates_are_shown_while_tracking_goes_on(user: User, clip: Path) -> None:
    user.opens(clip)
    user.session.models.choose("motion")
    user.presses("V")
    user.tracks_to_the_end()

    user.qtbot.waitUntil(lambda: len(shown_candidates(user)) > 0)


def test_rings_of_a_hidden_overlay_take_no_clicks(run: Run, reviewer: User) -> None:
    reviewer.clicks(OTHER[0] + 2, OTHER[1] - 2)
    reviewer.rests()

    assert (reviewer.track.x[0], reviewer.track.y[0]) != OTHER
