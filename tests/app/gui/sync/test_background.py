"""When a pass begins, and what is made of how it ends; time is a number here."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.gui.jobs.jobs import Jobs
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.shell.settings import Settings
from app.gui.sync.background import FULL_SYNC_INTERVAL, SYNC_INTERVAL, BackgroundSync
from app.workflows.videos import open_video
from storage.cloud.s3.errors import LoginEnded, Offline
from storage.cloud.s3.location import S3Location
from storage.library.journal.journal import write_gesture
from storage.library.library import Library
from storage.records import BallLabel, Visibility, ball_key
from tests.draining import drained
from tests.storage.cloud.faults import Unreliable, unreliable


@dataclass
class Clock:
    """What time it is."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Desk:
    """A background sync with all that it needs."""

    sync: BackgroundSync
    library: Library
    video: str
    clock: Clock
    network: Unreliable
    qtbot: QtBot
    was_running: bool = False
    has_ended: bool = False

    def __post_init__(self) -> None:
        self.sync.changed.connect(self._watch)

    def _watch(self) -> None:
        # told by the signal: a pass that fails at once is too short to be seen by looking
        self.has_ended |= self.was_running and not self.sync.state.running
        self.was_running = self.sync.state.running

    def says(self, x: float) -> None:
        with self.library.connect() as db:
            label = BallLabel(Visibility.CLEAR, x, 2)
            write_gesture(db, self.video, {ball_key(1): label}, "ana")

    def passes(self) -> None:
        """Wait until a pass has ended since this was last asked."""
        self.qtbot.waitUntil(lambda: self.has_ended, timeout=20_000)
        self.has_ended = False

    def rests(self) -> None:
        """Look twice, so that whatever is due has begun."""
        for _ in range(2):
            with self.qtbot.waitSignal(self.sync.polled):
                self.sync.poll()


@pytest.fixture
def desk(
    library: Library, clip: Path, settings: Settings, place: S3Location, qtbot: QtBot
) -> Iterator[Desk]:
    """Sync is automatic; nothing has been labelled yet."""
    video = drained(open_video(library, clip)).video.fingerprint
    with unreliable(str(place.endpoint)) as network:
        settings.set_place(S3Location(place.bucket, place.prefix, endpoint=network.address))
        settings.set_sync_mode("automatic")
        jobs, writer, clock = Jobs(), LibraryWriter(library), Clock()
        sync = BackgroundSync(library, writer, jobs, settings, now=clock)
        sync.set_open(video)
        yield Desk(sync, library, video, clock, network, qtbot)
        sync.close()
        jobs.close()
        writer.close()


def test_a_pass_begins_by_itself(desk: Desk) -> None:
    desk.says(1)
    desk.passes()
    desk.rests()

    assert (desk.sync.state.waiting, desk.sync.state.error) == (0, None)
    assert desk.sync.state.synced is not None


def test_an_edit_is_sent_once_its_maker_rests(desk: Desk) -> None:
    desk.passes()
    desk.says(1)
    desk.rests()
    assert not desk.sync.state.running

    desk.clock.seconds += 5
    desk.passes()
    desk.rests()
    assert desk.sync.state.waiting == 0


def test_without_edits_the_next_pass_comes_after_a_while(desk: Desk) -> None:
    desk.passes()
    desk.rests()
    assert not desk.sync.state.running

    desk.clock.seconds += SYNC_INTERVAL
    desk.passes()


def test_a_video_that_is_not_open_is_looked_at_less_often(desk: Desk) -> None:
    desk.passes()
    desk.sync.set_open(None)
    desk.clock.seconds += SYNC_INTERVAL
    desk.rests()
    assert not desk.sync.state.running

    desk.clock.seconds += FULL_SYNC_INTERVAL
    desk.passes()


def test_on_command_nothing_begins_by_itself(desk: Desk, settings: Settings) -> None:
    desk.passes()
    settings.set_sync_mode("on command")
    desk.sync.follow_settings()
    desk.says(1)
    desk.clock.seconds += 1000
    desk.rests()
    assert desk.sync.state.waiting == 1

    desk.sync.sync_now()
    desk.passes()
    desk.rests()
    assert desk.sync.state.waiting == 0


def test_what_is_asked_for_during_a_pass_is_done_after_it(desk: Desk, settings: Settings) -> None:
    desk.passes()
    settings.set_sync_mode("on command")
    desk.sync.follow_settings()
    desk.sync.sync_now()
    desk.says(1)
    desk.sync.sync_now()

    desk.passes()
    desk.passes()
    desk.rests()
    assert (desk.sync.state.running, desk.sync.state.waiting) == (False, 0)


def test_off_means_off(desk: Desk, settings: Settings) -> None:
    desk.passes()
    settings.set_sync_mode("off")
    desk.sync.follow_settings()
    desk.clock.seconds += 1000
    desk.rests()
    desk.sync.sync_now()

    assert not desk.sync.state.running


def test_a_login_that_ended_is_tried_again_with_a_new_connection(desk: Desk) -> None:
    desk.passes()
    desk.network.choose = lambda _: "ExpiredToken"
    desk.clock.seconds += SYNC_INTERVAL
    desk.passes()
    assert isinstance(desk.sync.state.error, LoginEnded)

    desk.network.choose = lambda _: None
    desk.clock.seconds += SYNC_INTERVAL
    desk.passes()
    assert desk.sync.state.error is None


def test_without_a_network_it_is_tried_again_soon(desk: Desk) -> None:
    desk.passes()
    desk.network.offline = True
    desk.clock.seconds += SYNC_INTERVAL
    desk.passes()
    assert isinstance(desk.sync.state.error, Offline)

    desk.network.offline = False
    desk.clock.seconds += 5
    desk.passes()
    assert desk.sync.state.error is None


def test_without_a_place_nothing_is_sent(desk: Desk, settings: Settings) -> None:
    desk.passes()
    settings.set_place(None)
    desk.sync.follow_settings()
    desk.says(1)
    desk.clock.seconds += 1000
    desk.rests()

    assert (desk.sync.state.running, desk.sync.state.waiting) == (False, 0)
