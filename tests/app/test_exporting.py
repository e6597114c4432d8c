"""Export from the window: every format through its dialog, and what is said of it."""

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton

from app.exporting import frame_choices, said_of
from app.exports import WrittenClip
from app.settings import Settings
from storage.media.frame_table import scan_frames
from storage.records import Clip
from tests.app.rally import CLIP_FRAMES
from tests.app.user import User
from tests.draining import drained
from tests.finding import found
from widgets.export_dialog import ExportDialog


@pytest.fixture
def exporter(reviewer: User) -> User:
    """Somebody with a person's label on the first frame, and a marked range."""
    reviewer.presses("Alt+Right")
    reviewer.rests()
    reviewer.session.marked.set_marks(10, 20)
    return reviewer


def frames_in(video: Path) -> int:
    return len(drained(scan_frames(video)))


@pytest.mark.parametrize(
    ("format", "rows"), [("csv", CLIP_FRAMES), ("tracknet-csv", CLIP_FRAMES), ("events-csv", 0)]
)
def test_tables_are_written(exporter: User, tmp_path: Path, format: str, rows: int) -> None:
    path = tmp_path / "table.csv"
    exporter.exports(format, path)

    with path.open() as file:
        assert len(list(csv.DictReader(file))) == rows
    exporter.sees_notice("Exported table.csv")


def test_the_marked_range_is_the_first_choice_for_a_clip(exporter: User, tmp_path: Path) -> None:
    exporter.exports("clips", tmp_path / "new" / "clips")
    exporter.sees_notice("Exported clips")

    [clip] = (tmp_path / "new" / "clips").iterdir()
    assert clip.name == "clip-000010-000019.mp4"
    assert frames_in(clip) == 10
    assert "frames 10 to 19" in exporter.notice


def test_the_trail_is_burnt_into_the_marked_range(exporter: User, tmp_path: Path) -> None:
    exporter.exports("overlay", tmp_path / "trail.mp4")

    assert frames_in(tmp_path / "trail.mp4") == 10


def test_a_data_set_holds_reviewed_labels_alone(exporter: User, tmp_path: Path) -> None:
    exporter.session.marked.clear()
    exporter.exports("groundtruth", tmp_path / "set")

    [labels] = (tmp_path / "set").rglob("SeqLabel.json")
    frames = json.loads(labels.read_text())["tracking-annotations"]
    assert [frame["frame-no"] for frame in frames if frame["keypoints"]] == ["0"]


def test_an_export_that_fails_says_why(user: User, clip: Path, tmp_path: Path) -> None:
    user.opens(clip)
    user.presses("Ctrl+E")
    dialog = found(user.window, ExportDialog)
    dialog.set_path(tmp_path / "ball.csv")
    found(dialog, QPushButton, "export").click()

    user.sees_notice("There is nothing known of the ball")
    assert not (tmp_path / "ball.csv").exists()


def test_the_video_itself_is_never_written_over(exporter: User, tracked: Path) -> None:
    before = tracked.read_bytes()
    exporter.exports("csv", tracked)

    exporter.sees_notice("is the video itself")
    assert tracked.read_bytes() == before


def test_the_next_export_starts_in_the_same_folder(
    exporter: User, tmp_path: Path, settings: Settings
) -> None:
    exporter.exports("csv", tmp_path / "ball.csv")
    exporter.sees_notice("Exported")
    exporter.presses("Ctrl+E")

    assert settings.folder("exports") == tmp_path


def test_an_export_goes_on_when_the_video_is_left(exporter: User, tmp_path: Path) -> None:
    exporter.presses("Ctrl+E")
    dialog = found(exporter.window, ExportDialog)
    dialog.choose("overlay")
    dialog.set_path(tmp_path / "trail.mp4")
    found(dialog, QPushButton, "export").click()
    exporter.leaves()

    exporter.sees_notice("Exported trail.mp4")


def test_closing_during_an_export_leaves_no_half_file(exporter: User, tmp_path: Path) -> None:
    exporter.session.marked.clear()
    exporter.presses("Ctrl+E")
    dialog = found(exporter.window, ExportDialog)
    dialog.choose("overlay")
    dialog.set_path(tmp_path / "out" / "trail.mp4")
    (tmp_path / "out").mkdir()
    found(dialog, QPushButton, "export").click()
    exporter.qtbot.waitUntil(lambda: any((tmp_path / "out").iterdir()))
    exporter.window.close()

    assert [path.name for path in (tmp_path / "out").iterdir()] in ([], ["trail.mp4"])


def test_what_can_be_exported_is_named_as_the_user_counts(exporter: User) -> None:
    exporter.presses("C")
    exporter.rests()

    titles = [pieces.title for pieces in frame_choices(exporter.session)]
    assert titles == [
        "The marked range, frames 10 to 19",
        "The whole video",
        "The kept clips (1)",
    ]


@pytest.mark.parametrize(("format", "choices"), [("clips", 2), ("overlay", 1)])
def test_kept_clips_are_offered_where_each_gets_a_file(
    exporter: User, format: str, choices: int
) -> None:
    for first, stop in ((10, 30), (40, 50)):
        exporter.session.marked.set_marks(first, stop)
        exporter.presses("C")
        exporter.rests()
    exporter.session.marked.clear()
    exporter.presses("Ctrl+E")
    dialog = found(exporter.window, ExportDialog)
    dialog.choose(format)

    assert found(dialog, QComboBox, "frames").count() == choices


def test_the_frames_of_many_clips_are_told_in_short(tmp_path: Path) -> None:
    clips = [
        WrittenClip(Clip(at, at + 5, ""), tmp_path / f"{at}.mp4", at - 2, at + 5)
        for at in range(10, 60, 10)
    ]

    assert said_of(clips[:1], tmp_path) == f"In {tmp_path}. 10.mp4: frames 8 to 14"
    assert said_of(clips, tmp_path).endswith("…")
