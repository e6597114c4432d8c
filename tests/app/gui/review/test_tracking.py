"""The module under test is app.gui.review.tracking, driven through the window."""

from pathlib import Path
from threading import enumerate as threads

import numpy as np
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.review.tracking import Tracking
from app.gui.shell.context import WindowContext
from app.workflows.videos import OpenedVideo, open_video
from storage.library.library import Library
from storage.library.predictions.runs import runs
from storage.records import CHUNK, Source
from tests.app.rally import FRAMES
from tests.app.user import User
from tests.draining import drained


@pytest.fixture
def opener(user: User, rally: Path) -> User:
    """Somebody who has opened a rally of three chunks that was never tracked."""
    user.opens(rally)
    return user


def looked_at(user: User) -> int:
    return int(np.count_nonzero(user.track.source))


def test_cancelling_keeps_what_is_done_and_the_same_key_goes_on(opener: User) -> None:
    opener.tracks_until_cancelled()
    kept = looked_at(opener)
    assert 0 < kept < FRAMES

    opener.tracks_to_the_end()
    opener.qtbot.waitUntil(lambda: not opener.session.tracking.running)


def test_the_key_stops_tracking_too(opener: User) -> None:
    opener.presses("T")
    with opener.qtbot.waitSignal(opener.session.tracking.ended):
        opener.presses("Shift+T")

    assert looked_at(opener) < FRAMES


def test_only_one_analysis_runs_at_a_time(opener: User) -> None:
    tracking = opener.session.tracking
    tracking.start()
    job = tracking.job
    tracking.start()

    assert tracking.job is job


def test_the_marked_range_is_tracked_alone(opener: User) -> None:
    opener.session.models.choose("motion")
    opener.session.in_out_range.set_marks(300, 400)
    with opener.qtbot.waitSignal(opener.session.tracking.finished, timeout=60_000):
        opener.presses("T")
    opener.qtbot.waitUntil(lambda: looked_at(opener) > 0, timeout=30_000)

    assert set(np.flatnonzero(opener.track.source)) <= set(range(300, 400))


def test_the_chunk_on_screen_comes_first(opener: User) -> None:
    written: list[tuple[int, int]] = []
    opener.session.tracking.progressed.connect(
        lambda step: written.append(step.written) if step.written else None
    )
    opener.session.models.choose("motion")
    opener.goes_to(FRAMES - 10)
    opener.tracks_until_cancelled()

    assert written[0][0] == 2 * CHUNK


def test_the_actions_know_whether_tracking_runs(opener: User) -> None:
    opener.presses("T")
    assert not opener.action("track").isEnabled()
    assert opener.action("cancel_track").isEnabled()

    with opener.qtbot.waitSignal(opener.session.tracking.ended):
        opener.presses("Shift+T")
    assert opener.action("track").isEnabled()
    assert not opener.action("cancel_track").isEnabled()


def test_labels_made_while_tracking_runs_stay(opener: User) -> None:
    opener.session.models.choose("motion")
    opener.presses("T")
    opener.clicks(200, 20)
    opener.rests()
    with opener.qtbot.waitSignal(opener.session.tracking.finished, timeout=60_000):
        pass
    opener.qtbot.waitUntil(lambda: looked_at(opener) == FRAMES)

    assert opener.track.source[0] == Source.HUMAN


def test_leaving_stops_tracking_and_keeps_what_is_done(opener: User, rally: Path) -> None:
    opener.session.models.choose("motion")
    opener.presses("T")
    opener.qtbot.waitUntil(lambda: looked_at(opener) > 0, timeout=30_000)
    opener.leaves()
    opener.qtbot.waitUntil(
        lambda: "decode" not in {thread.name[:6] for thread in threads()}, timeout=30_000
    )

    opener.opens(rally)
    assert looked_at(opener) > 0


# by itself, without the window


@pytest.fixture
def opened(library: Library, clip: Path) -> OpenedVideo:
    return drained(open_video(library, clip))


def test_a_video_is_tracked_without_a_page(
    context: WindowContext, opened: OpenedVideo, qtbot: QtBot
) -> None:
    tracking = Tracking(context.library, opened, context.jobs)
    with qtbot.waitSignals([tracking.finished, tracking.ended], timeout=60_000):
        tracking.start(range(5, 25), "motion", "cpu")
        assert (tracking.running, tracking.frames) == (True, range(5, 25))

    assert (tracking.running, tracking.frames, tracking.job) == (False, None, None)
    db = context.library.connect()
    [run] = runs(db, opened.video.fingerprint)
    db.close()
    assert (run.model, run.first, run.stop) == ("motion", 5, 25)


def test_cancelled_at_once_it_ends_and_is_not_finished(
    context: WindowContext, opened: OpenedVideo, host: QWidget, qtbot: QtBot
) -> None:
    tracking = Tracking(context.library, opened, context.jobs, host)
    finished: list[object] = []
    tracking.finished.connect(finished.append)
    tracking.cancel()  # nothing runs
    tracking.start(model="motion", device="cpu")
    with qtbot.waitSignal(tracking.ended, timeout=60_000):
        tracking.cancel()

    assert finished == []


def test_the_playhead_is_told_to_any_thread(context: WindowContext, opened: OpenedVideo) -> None:
    tracking = Tracking(context.library, opened, context.jobs)
    near = tracking.near

    tracking.set_playhead(17)

    assert near() == 17
