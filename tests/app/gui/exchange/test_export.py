"""Export from the window: formats through the wizard, and what is said of them."""

import csv
import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton

from app.gui.exchange.export import video_under_review
from app.gui.shell.settings import Settings
from storage.formats.entry.export_format import Span
from storage.media.frame_table import scan_frames
from tests.app.rally import CLIP_FRAMES
from tests.app.user import User
from tests.draining import drained
from tests.finding import find_child
from widgets.export.export_wizard import ExportWizard


@pytest.fixture
def exporter(reviewer: User) -> User:
    """Somebody with a person's label on the first frame, and a marked range."""
    reviewer.presses("Alt+Right")
    reviewer.rests()
    reviewer.session.in_out_range.set_marks(10, 20)
    return reviewer


def frames_in(video: Path) -> int:
    return len(drained(scan_frames(video)))


def spans(wizard: ExportWizard) -> list[str]:
    combo = find_child(wizard, QComboBox, "span")
    return [combo.itemText(row) for row in range(combo.count())]


@pytest.mark.parametrize(("format", "rows"), [("csv", CLIP_FRAMES), ("tracknet-csv", CLIP_FRAMES)])
def test_tables_are_written(exporter: User, tmp_path: Path, format: str, rows: int) -> None:
    exporter.session.in_out_range.clear()
    path = tmp_path / "table.csv"
    exporter.exports(format, path)

    with path.open() as file:
        assert len(list(csv.DictReader(file))) == rows
    exporter.sees_notice("Exported table.csv")


@pytest.mark.parametrize("format", ["events-csv", "soccernet"])
def test_an_export_without_an_event_says_so_in_every_format(exporter: User, format: str) -> None:
    exporter.presses("Ctrl+E")
    wizard = find_child(exporter.window, ExportWizard)
    wizard.choose(format)

    exporter.qtbot.waitUntil(lambda: "no event to export" in wizard.plan.text)


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
    exporter.session.in_out_range.clear()
    exporter.exports("groundtruth", tmp_path / "set")

    [labels] = (tmp_path / "set").rglob("SeqLabel.json")
    frames = json.loads(labels.read_text())["tracking-annotations"]
    assert [frame["frame-no"] for frame in frames if frame["keypoints"]] == ["0"]


def test_the_video_itself_is_never_written_over(exporter: User, tracked: Path) -> None:
    before = tracked.read_bytes()
    exporter.presses("Ctrl+E")
    wizard = exporter.asks_for("csv", tracked)

    exporter.qtbot.waitUntil(lambda: "is the video itself" in wizard.run.text)
    assert tracked.read_bytes() == before


def test_the_next_export_starts_with_what_was_chosen(
    exporter: User, tmp_path: Path, settings: Settings
) -> None:
    exporter.exports("tracknet-csv", tmp_path / "ball.csv")
    exporter.sees_notice("Exported")
    find_child(exporter.window, ExportWizard).reject()
    exporter.presses("Ctrl+E")

    wizard = exporter.window.findChildren(ExportWizard)[-1]
    assert settings.folder("exports") == tmp_path
    assert (wizard.request.format, wizard.request.folder) == ("tracknet-csv", str(tmp_path))


def test_an_export_goes_on_when_wizard_and_video_are_closed(exporter: User, tmp_path: Path) -> None:
    exporter.presses("Ctrl+E")
    exporter.asks_for("overlay", tmp_path / "trail.mp4").reject()
    exporter.leaves()

    exporter.sees_notice("Exported trail.mp4")


def test_what_fails_behind_a_closed_wizard_is_told_in_the_window(
    exporter: User, tmp_path: Path
) -> None:
    exporter.session.in_out_range.clear()
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "something").touch()
    exporter.presses("Ctrl+E")
    exporter.asks_for("coco", tmp_path / "set").reject()

    exporter.sees_notice("already exists")


def test_closing_during_an_export_leaves_no_half_file(exporter: User, tmp_path: Path) -> None:
    exporter.session.in_out_range.clear()
    exporter.presses("Ctrl+E")
    (tmp_path / "out").mkdir()
    exporter.asks_for("overlay", tmp_path / "out" / "trail.mp4")
    exporter.qtbot.waitUntil(lambda: any((tmp_path / "out").iterdir()))
    exporter.window.close()

    assert [path.name for path in (tmp_path / "out").iterdir()] in ([], ["trail.mp4"])


def test_what_can_be_exported_is_named_as_the_user_counts(exporter: User) -> None:
    exporter.presses("C")
    exporter.rests()
    exporter.presses("Ctrl+E")

    wizard = find_child(exporter.window, ExportWizard)
    exporter.qtbot.waitUntil(lambda: len(spans(wizard)) == 4)
    assert spans(wizard) == [
        "The whole video",
        "Between in and out, frames 10 to 19",
        "Reviewed frames",
        "Kept clips (1)",
    ]
    assert wizard.request.span == Span.RANGES


def test_the_video_under_review_is_offered_before_the_library_answers(exporter: User) -> None:
    offered = video_under_review(exporter.session)
    exporter.presses("Ctrl+E")

    assert (offered.frames, offered.reviewed, offered.clips) == (CLIP_FRAMES, 1, 0)
    assert find_child(exporter.window, ExportWizard).request.videos == (offered.id,)


def test_a_range_marked_meanwhile_is_followed(exporter: User) -> None:
    exporter.presses("Ctrl+E")
    exporter.session.in_out_range.set_marks(5, 9)

    assert find_child(exporter.window, ExportWizard).request.ranges == (range(5, 9),)


def test_the_start_page_offers_every_video(user: User, clip: Path, rally: Path) -> None:
    for path in (clip, rally):
        user.opens(path)
        user.leaves()
    user.presses("Ctrl+E")

    wizard = find_child(user.window, ExportWizard)
    user.qtbot.waitUntil(lambda: wizard.form.videos.count() == 2)
    assert wizard.request.videos == ()
    user.qtbot.waitUntil(lambda: "No video is chosen" in wizard.plan.text)
    assert not find_child(wizard, QPushButton, "export").isEnabled()
