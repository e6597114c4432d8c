"""The wizard answered: dry runs while one chooses, and an export to the end, or stopped."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from app.gui.exchange.export_wizard_controller import export_title, finished_text, folder_of
from app.workflows.export.run import ExportResult
from storage.formats.export.exporter import WrittenClip
from storage.formats.export.options import ExportRequest
from storage.records import Clip
from tests.app.user import User
from tests.finding import find_child
from tests.widgets.export_target import write_to
from widgets.cloud.bucket_dialog import BucketDialog
from widgets.export.export_wizard import ExportWizard

FRAMES = 200  # enough to be stopped on the way


@pytest.fixture
def reviewer(user: User, rally: Path) -> User:
    """Somebody who has labelled the ball of one frame of a longer video."""
    user.opens(rally)
    user.clicks(50, 60)
    user.rests()
    user.session.in_out_range.set_marks(0, FRAMES)
    return user


@pytest.fixture
def wizard(reviewer: User, tmp_path: Path) -> ExportWizard:
    """The wizard, opened on a video with one reviewed frame."""
    reviewer.presses("Ctrl+E")
    wizard = find_child(reviewer.window, ExportWizard)
    write_to(wizard, tmp_path / "result")
    return wizard


def press(wizard: ExportWizard, button: str) -> None:
    find_child(wizard, QPushButton, button).click()


def test_the_dry_run_follows_the_choices(reviewer: User, wizard: ExportWizard) -> None:
    wizard.choose("coco")
    reviewer.qtbot.waitUntil(lambda: wizard.plan.text.startswith("1 frame  ·  1 label"))

    wizard.choose("mot")
    reviewer.qtbot.waitUntil(lambda: wizard.plan.text.startswith(f"{FRAMES} frames  ·  1 label"))


def test_why_it_cannot_begin_stands_in_the_wizard(
    reviewer: User, wizard: ExportWizard, tmp_path: Path
) -> None:
    (tmp_path / "notes").touch()
    write_to(wizard, tmp_path / "notes" / "result")

    reviewer.qtbot.waitUntil(lambda: "is not a folder" in wizard.plan.text)
    assert not find_child(wizard, QPushButton, "export").isEnabled()
    assert reviewer.notice == ""


def test_a_stopped_export_goes_on_to_its_end(
    reviewer: User, wizard: ExportWizard, tmp_path: Path
) -> None:
    wizard.choose("mot")
    press(wizard, "export")
    reviewer.qtbot.waitUntil(lambda: wizard.run.done > 0)
    press(wizard, "cancel_export")
    reviewer.qtbot.waitUntil(lambda: "was stopped" in wizard.run.text)
    assert not (tmp_path / "result").exists()

    press(wizard, "resume")
    reviewer.qtbot.waitUntil(lambda: "Exported" in wizard.run.text, timeout=60_000)
    assert "Exported result" in reviewer.notice
    assert wizard.run.text == f"Exported result In {tmp_path / 'result'}."
    assert len(list((tmp_path / "result").rglob("*.jpg"))) == FRAMES


def test_a_stopped_export_can_be_discarded(
    reviewer: User, wizard: ExportWizard, tmp_path: Path
) -> None:
    wizard.choose("mot")
    press(wizard, "export")
    reviewer.qtbot.waitUntil(lambda: wizard.run.done > 0)
    press(wizard, "cancel_export")
    reviewer.qtbot.waitUntil(lambda: "was stopped" in wizard.run.text)
    press(wizard, "discard")

    reviewer.qtbot.waitUntil(wizard.form.isVisible)
    assert list(tmp_path.glob("result*")) == []


def test_a_folder_in_s3_can_be_looked_for(reviewer: User, wizard: ExportWizard) -> None:
    wizard.take_folder("s3://club/videos")
    wizard.form.destination.bucket_asked.emit()
    find_child(wizard, BucketDialog).folder_taken.emit("s3://club/videos/2026")

    assert wizard.request.folder == "s3://club/videos/2026"
    find_child(wizard, BucketDialog).reject()


def test_a_failure_is_told_in_the_wizard_alone(
    reviewer: User, wizard: ExportWizard, tmp_path: Path
) -> None:
    (tmp_path / "result").mkdir()
    (tmp_path / "result" / "something").touch()
    wizard.choose("coco")
    press(wizard, "export")

    reviewer.qtbot.waitUntil(lambda: "already exists" in wizard.run.text)
    assert reviewer.notice == ""
    assert not find_child(wizard, QPushButton, "resume").isVisible()  # nothing was written


def test_titles_count_the_videos() -> None:
    one = ExportRequest("coco", ("a",), "/", "set")
    two = ExportRequest("csv", ("a", "b"), "/", "set")

    assert export_title(one) == "Exporting COCO"
    assert export_title(two) == "Exporting Ball positions (CSV) of 2 videos"


def test_where_it_is_and_what_is_in_it_is_told(tmp_path: Path) -> None:
    choice = ExportRequest("csv", ("a",), str(tmp_path), "a.csv")
    (tmp_path / "a.csv").touch()

    assert folder_of(choice) == tmp_path
    assert finished_text(
        choice, ExportResult("x", (WrittenClip(Clip(1, 3, ""), Path("b.mp4"), 1, 3),))
    ) == (
        "Exported a.csv",
        f"In {tmp_path}. b.mp4: frames 1 to 2",
    )
