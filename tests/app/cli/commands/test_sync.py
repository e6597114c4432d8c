"""`touchline sync`, against a real server."""

import json
from pathlib import Path

import pytest

from app.cli.commands.sync import text_of
from app.cli.main import main
from app.gui.shell.settings import Settings
from app.workflows.videos import open_video
from storage.cloud.s3.bucket import Bucket
from storage.cloud.s3.location import S3Location
from storage.library.journal.journal import write_gesture
from storage.library.labels import ball_labels
from storage.library.library import Library, open_library
from storage.records import BallLabel, Visibility, ball_key
from tests.app.cli.commands.conftest import Touchline
from tests.draining import drained


@pytest.fixture(autouse=True)
def chosen(home: Path, place: S3Location) -> S3Location:
    """The place of the settings, which reaches the test's server."""
    Settings().set_place(place)
    return place


@pytest.fixture
def elsewhere(tmp_path: Path) -> Library:
    """A colleague's library."""
    return open_library(tmp_path / "elsewhere")


def says(library: Library, clip: Path, x: float) -> str:
    """Place the ball of frame 1; returns which video it is."""
    video = drained(open_video(library, clip)).video.fingerprint
    with library.connect() as db:
        write_gesture(db, video, {ball_key(1): BallLabel(Visibility.CLEAR, x, 2)}, "ana")
    return video


def sync_elsewhere(tmp_path: Path) -> None:
    assert main(["--library", str(tmp_path / "elsewhere"), "sync", "--once"]) == 0


def test_labels_travel(
    touchline: Touchline, library: Library, elsewhere: Library, clip: Path, tmp_path: Path
) -> None:
    video = says(library, clip, 7)
    told = touchline("sync", "--once").out
    drained(open_video(elsewhere, clip))
    sync_elsewhere(tmp_path)

    assert "1 edit sent, 0 received" in told
    with elsewhere.connect() as db:
        assert ball_labels(db, video)[1].label.x == 7


def test_a_pass_is_one_json_value(touchline: Touchline, library: Library, clip: Path) -> None:
    says(library, clip, 7)
    told = json.loads(touchline("sync", "--once", "--json").out)

    assert (told["sent"], told["waiting"], told["conflicts"], told["troubles"]) == (1, 0, 0, [])


def test_a_conflict_is_told(
    touchline: Touchline, library: Library, elsewhere: Library, clip: Path, tmp_path: Path
) -> None:
    says(library, clip, 7)
    says(elsewhere, clip, 8)
    sync_elsewhere(tmp_path)

    assert "1 conflict to decide" in touchline("sync", "--once", "--video", clip).out


def test_an_emptied_bucket_is_told_and_can_be_filled_again(
    touchline: Touchline, library: Library, clip: Path, bucket: Bucket
) -> None:
    says(library, clip, 7)
    touchline("sync", "--once")
    for entry in list(bucket.list("videos/")):
        bucket.delete(entry.key)
    told = touchline("sync", "--once")
    again = touchline("sync", "--once", "--publish-again")

    assert (told.status, again.status) == (1, 0)
    assert "were removed from the bucket" in told.err
    assert "1 edit sent" in again.out


def test_reviewed_labels_are_published_as_a_data_set(
    touchline: Touchline, library: Library, clip: Path, bucket: Bucket
) -> None:
    says(library, clip, 7)
    ended = touchline("sync", "--once", "--publish", "finals")

    assert "groundtruth/finals: new revision" in ended.err
    assert bucket.read("groundtruth/finals/manifests/output/output.manifest", 1 << 20)


def test_without_a_place_it_says_what_to_do(touchline: Touchline) -> None:
    Settings().set_place(None)
    ended = touchline("sync", "--once")

    assert ended.status == 1
    assert "No S3 location is set" in ended.err


def test_the_text_tells_what_waits() -> None:
    facts = {
        "place": "s3://club",
        "sent": 5,
        "received": 3,
        "sent_runs": 1,
        "received_runs": 2,
        "waiting": 4,
        "conflicts": 2,
    }

    assert text_of(facts) == (
        "s3://club: 5 edits sent, 3 received, 1 analysis sent, 2 analyses received, "
        "4 edits waiting to be sent, 2 conflicts to decide"
    )
