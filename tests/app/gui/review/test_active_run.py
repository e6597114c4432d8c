"""The module under test is app.gui.review.active_run, driven through the window."""

from pathlib import Path

from app.gui.review.active_run import ActiveRun
from storage.library.library import Library
from storage.library.predictions.runs import activate_run
from storage.records import Run
from tests.app.user import User


def active(user: User) -> ActiveRun:
    found = user.session.findChild(ActiveRun)
    assert isinstance(found, ActiveRun)
    return found


def run(user: User) -> Run:
    user.qtbot.waitUntil(lambda: active(user).run is not None)
    found = active(user).run
    assert found is not None
    return found


def test_the_run_on_screen_is_known(reviewer: User) -> None:
    assert run(reviewer).model == "motion"


def test_before_the_first_analysis_there_is_none(user: User, clip: Path) -> None:
    user.opens(clip)
    user.rests()

    assert active(user).run is None


def test_a_new_analysis_is_known_while_it_runs(user: User, clip: Path) -> None:
    user.opens(clip)
    user.session.models.choose("motion")
    written: list[tuple[int, int]] = []
    active(user).written.connect(lambda first, stop: written.append((first, stop)))
    user.tracks_to_the_end()

    assert run(user).model == "motion"
    assert written[0] == (0, 50)


def test_one_that_another_process_shows_is_known(reviewer: User, library: Library) -> None:
    video = reviewer.session.opened.video.fingerprint
    assert run(reviewer)
    with library.connect() as db:
        activate_run(db, video, None)

    with reviewer.qtbot.waitSignal(active(reviewer).changed):
        reviewer.session.read_labels()
    assert active(reviewer).run is None
