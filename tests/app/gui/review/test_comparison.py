"""The module under test is app.gui.review.comparison, driven through the window."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton

from app.gui.review.comparison import run_names
from app.gui.review.runs_dialog_controller import RunsDialogController
from app.workflows.videos import open_video
from storage.library.library import Library
from storage.library.predictions.predictions import put_track
from storage.library.predictions.runs import put_run
from storage.records import Run, Source
from tests.app.rally import ABSENT, CLIP_FRAMES, ball_at
from tests.app.user import User
from tests.draining import drained
from tests.finding import find_child

APART = range(10, 13)  # frames in which the second run sees the ball elsewhere
BLIND = range(30, 32)  # and in which it sees none


@pytest.fixture
def second(library: Library, tracked: Path) -> Run:
    """Another run over the clip, by a model called "net"."""
    video = drained(open_video(library, tracked)).video
    x, y = np.array([ball_at(frame) for frame in range(CLIP_FRAMES)]).T
    visible = np.array([frame not in (*ABSENT, *BLIND) for frame in range(CLIP_FRAMES)])
    x[list(APART)] += 40
    run = Run(
        uuid4(), video.fingerprint, "net", "ab", "{}", 0, CLIP_FRAMES, "cpu", datetime.now(UTC)
    )
    with library.connect() as db:
        put_run(db, run)
        sure = np.full(CLIP_FRAMES, 0.7, np.float32)
        source = np.full(CLIP_FRAMES, Source.MODEL, np.uint8)
        put_track(db, run.id, 0, visible, x, y, sure, source)
    return run


@pytest.fixture
def comparer(second: Run, reviewer: User) -> User:
    """Somebody who has chosen the second run in the list of analyses."""
    reviewer.presses("Ctrl+R")
    listed = reviewer.window.findChild(RunsDialogController)
    assert listed is not None
    compare = find_child(listed.dialog, QPushButton, "compare")
    reviewer.qtbot.waitUntil(lambda: find_child(listed.dialog, QPushButton, "remove").isEnabled())
    listed.dialog.select(0)
    compare.click()
    reviewer.qtbot.waitUntil(lambda: reviewer.session.comparison.compared is not None)
    reviewer.qtbot.waitUntil(lambda: compare.text() == "Stop comparing")
    listed.dialog.reject()
    reviewer.window.activateWindow()
    reviewer.qtbot.waitUntil(reviewer.window.isActiveWindow)
    return reviewer


def lanes(user: User) -> list[str]:
    return list(user.session.page.timeline.lanes.compared)


def test_each_run_gets_a_lane(comparer: User) -> None:
    assert lanes(comparer) == ["motion", "net", "Different"]


def test_the_key_goes_from_one_difference_to_the_next_and_around(comparer: User) -> None:
    for frame in (APART.start, BLIND.start, APART.start):
        comparer.presses("D")
        comparer.sees_frame(frame)


def test_the_other_runs_ball_is_shown_where_it_is(comparer: User) -> None:
    comparer.presses("D")
    comparer.sees_frame(APART.start)

    x, y = ball_at(APART.start)
    assert comparer.session.comparison.place(APART.start) == pytest.approx((x + 40, y))


def test_a_frame_in_which_it_sees_none_says_so(comparer: User) -> None:
    assert comparer.session.comparison.note(BLIND.start) == "net sees no ball"
    assert comparer.session.comparison.note(APART.start) == ""


def test_a_key_hides_the_other_run_and_brings_it_back(comparer: User) -> None:
    comparer.goes_to(APART.start)
    with_other = comparer.picture.grab().toImage()

    comparer.presses("Shift+D")
    assert lanes(comparer) == []
    assert comparer.picture.grab().toImage() != with_other

    comparer.presses("Shift+D")
    assert len(lanes(comparer)) == 3


def test_labels_of_people_are_no_part_of_it(comparer: User) -> None:
    comparer.goes_to(5)
    comparer.drags_the_ball(40, 0)
    comparer.session.comparison.read()
    comparer.qtbot.waitUntil(lambda: comparer.session.comparison.compared is not None)

    compared = comparer.session.comparison.compared
    assert compared is not None
    assert not compared.different[5]


def test_the_run_that_is_shown_is_not_compared_with_itself(comparer: User, second: Run) -> None:
    comparer.qtbot.waitUntil(lambda: comparer.window.findChild(RunsDialogController) is None)
    comparer.presses("Ctrl+R")
    listed = comparer.window.findChild(RunsDialogController)
    assert listed is not None
    comparer.qtbot.waitUntil(lambda: find_child(listed.dialog, QPushButton, "remove").isEnabled())
    listed.dialog.select(0)
    find_child(listed.dialog, QPushButton, "show").click()

    comparer.qtbot.waitUntil(lambda: comparer.session.comparison.run is None)
    assert lanes(comparer) == []
    listed.dialog.reject()


@pytest.mark.parametrize("key", ["D", "Shift+D"])
def test_without_a_second_run_the_keys_say_what_to_do(reviewer: User, key: str) -> None:
    reviewer.presses(key)

    assert "No analysis is compared" in reviewer.notice


def test_two_runs_by_one_model_are_told_apart(second: Run) -> None:
    names = run_names(second, second)

    assert names[0] != names[1]
    assert all(name.endswith("net") for name in names)
