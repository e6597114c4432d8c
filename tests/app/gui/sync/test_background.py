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
class SyncRig:
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
def sync_rig(
    library: Library, clip: Path, settings: Settings, place: S3Location, qtbot: QtBot
) -> Iterator[SyncRig]:
    """Sync is automatic; nothing has been labelled yet."""
    video = drained(open_video(library, clip)).video.fingerprint
    with unreliable(str(place.endpoint)) as network:
        settings.set_place(S3Location(place.bucket, place.prefix, endpoint=network.address))
        settings.set_sync_mode("automatic")
        jobs, writer, clock = Jobs(), LibraryWriter(library), Clock()
        sync = BackgroundSync(library, writer, jobs, settings, now=clock)
        sync.set_open(video)
        yield SyncRig(sync, library, video, clock, network, qtbot)
        sync.close()
        jobs.close()
        writer.close()


def test_a_pass_begins_by_itself(sync_rig: SyncRig) -> None:
    sync_rig.says(1)
    sync_rig.passes()
    sync_rig.rests()

    assert (sync_rig.sync.state.waiting, sync_rig.sync.state.error) == (0, None)
    assert sync_rig.sync.state.synced is not None


def test_an_edit_is_sent_once_its_maker_rests(sync_rig: SyncRig) -> None:
    sync_rig.passes()
    sync_rig.says(1)
    sync_rig.rests()
    assert not sync_rig.sync.state.running

    sync_rig.clock.seconds += 5
    sync_rig.passes()
    sync_rig.rests()
    assert sync_rig.sync.state.waiting == 0


def test_without_edits_the_next_pass_comes_after_a_while(sync_rig: SyncRig) -> None:
    sync_rig.passes()
    sync_rig.rests()
    assert not sync_rig.sync.state.running

    sync_rig.clock.seconds += SYNC_INTERVAL
    sync_rig.passes()


def test_a_video_that_is_not_open_is_looked_at_less_often(sync_rig: SyncRig) -> None:
    sync_rig.passes()
    sync_rig.sync.set_open(None)
    sync_rig.clock.seconds += SYNC_INTERVAL
    sync_rig.rests()
    assert not sync_rig.sync.state.running

    sync_rig.clock.seconds += FULL_SYNC_INTERVAL
    sync_rig.passes()


def test_on_command_nothing_begins_by_itself(sync_rig: SyncRig, settings: Settings) -> None:
    sync_rig.passes()
    settings.set_sync_mode("on command")
    sync_rig.sync.follow_settings()
    sync_rig.says(1)
    sync_rig.clock.seconds += 1000
    sync_rig.rests()
    assert sync_rig.sync.state.waiting == 1

    sync_rig.sync.sync_now()
    sync_rig.passes()
    sync_rig.rests()
    assert sync_rig.sync.state.waiting == 0


def test_what_is_asked_for_during_a_pass_is_done_after_it(
    sync_rig: SyncRig, settings: Settings
) -> None:
    sync_rig.passes()
    settings.set_sync_mode("on command")
    sync_rig.sync.follow_settings()
    sync_rig.sync.sync_now()
    sync_rig.says(1)
    sync_rig.sync.sync_now()

    sync_rig.passes()
    sync_rig.passes()
    sync_rig.rests()
    assert (sync_rig.sync.state.running, sync_rig.sync.state.waiting) == (False, 0)


def test_off_means_off(sync_rig: SyncRig, settings: Settings) -> None:
    sync_rig.passes()
    settings.set_sync_mode("off")
    sync_rig.sync.follow_settings()
    sync_rig.clock.seconds += 1000
    sync_rig.rests()
    sync_rig.sync.sync_now()

    assert not sync_rig.sync.state.running


def test_a_login_that_ended_is_tried_again_with_a_new_connection(sync_rig: SyncRig) -> None:
    sync_rig.passes()
    sync_rig.network.choose = lambda _: "ExpiredToken"
    sync_rig.clock.seconds += SYNC_INTERVAL
    sync_rig.passes()
    assert isinstance(sync_rig.sync.state.error, LoginEnded)

    sync_rig.network.choose = lambda _: None
    sync_rig.clock.seconds += SYNC_INTERVAL
    sync_rig.passes()
    assert sync_rig.sync.state.error is None


def test_without_a_network_it_is_tried_again_soon(sync_rig: SyncRig) -> None:
    sync_rig.passes()
    sync_rig.network.offline = True
    sync_rig.clock.seconds += SYNC_INTERVAL
    sync_rig.passes()
    assert isinstance(sync_rig.sync.state.error, Offline)

    sync_rig.network.offline = False
    sync_rig.clock.seconds += 5
    sync_rig.passes()
    assert sync_rig.sync.state.error is None


def test_without_a_place_nothing_is_sent(sync_rig: SyncRig, settings: Settings) -> None:
    sync_rig.passes()
    settings.set_place(None)
    sync_rig.sync.follow_settings()
    sync_rig.says(1)
    sync_rig.clock.seconds += 1000
    sync_rig.rests()

    assert (sync_rig.sync.state.running, sync_rig.sync.state.waiting) == (False, 0)
