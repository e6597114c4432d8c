import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLabel, QPushButton

from app.gui.exchange.import_labels import label_files, request_of
from app.gui.review.review_data import open_review
from app.workflows.export.labelled_video import labelled_video
from app.workflows.label_import.files import ImportResult, import_labels
from app.workflows.label_import.merge import ImportCounts
from app.workflows.videos import OpenedVideo, known_table
from storage.errors import UserError
from storage.formats.export.request import GroundTruthRequest
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.write.exporting import export
from storage.library.library import Library
from storage.records import Video
from tests.app.user import User
from tests.app.workflows.export.conftest import REVIEWED, label
from tests.draining import drained
from tests.finding import find_child
from widgets.library.label_import_dialog import LabelImportDialog
from widgets.review.runs_dialog import RunsDialog
from widgets.window.job_bar import JobBar
from widgets.window.notice_bar import NoticeBar

TABLES = (
    "frame,visible,x,y\n3,1,10,20\n",
    "frame,event\n3,hit\n",
    "Frame,Visibility,X,Y,Time\n3,1,10,20,00:00:00.120\n",
)


def imported(library: Library, video: Video, path: Path) -> ImportResult:
    opened = OpenedVideo(video, known_table(library, video))
    return drained(import_labels(library, opened, request_of(path, "ana")))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


@pytest.mark.parametrize("text", TABLES)
def test_every_kind_of_table_is_imported(
    library: Library, rally: Path, table: Path, text: str
) -> None:
    video = drained(open_review(library, rally)).opened.video
    table.write_text(text)

    done = imported(library, video, table)

    assert done.counts == ImportCounts(1, 0, 0)


def test_a_frame_beyond_the_video_is_refused_with_its_number(
    library: Library, rally: Path, table: Path
) -> None:
    video = drained(open_review(library, rally)).opened.video
    table.write_text("frame,visible,x,y\n600,1,10,20\n")

    with pytest.raises(UserError, match="600"):
        imported(library, video, table)


def test_a_ground_truth_data_set_is_imported_too(
    library: Library, clip: Path, tmp_path: Path
) -> None:
    opened = drained(open_review(library, clip)).opened
    label(library, opened.video)
    request = GroundTruthRequest(
        [labelled_video(library, opened)],
        tmp_path / "set",
        GroundTruthTask.KEYPOINTS,
        datetime.now(UTC),
    )
    drained(export(request))
    done = imported(library, opened.video, tmp_path / "set")

    assert done.counts == ImportCounts(0, 0, len(REVIEWED))


def test_an_import_is_seen_and_can_be_cancelled(reviewer: User, table: Path) -> None:
    table.write_text("frame,visible,x,y\n3,1,10,20\n")
    reviewer.presses("Ctrl+I")
    find_child(reviewer.window, QFileDialog).fileSelected.emit(str(table))

    assert find_child(reviewer.window, JobBar).findChild(QPushButton) is not None
    reviewer.sees_notice("Imported table.csv")


def two_classes(folder: Path) -> Path:
    """A COCO file in which nothing says which class is the ball, and which frames there are."""
    images = [{"id": n, "file_name": f"f_{n}.jpg"} for n in (3, 4, 9)]
    boxes = [
        {"id": n, "image_id": n, "category_id": 1 + (n == 4), "bbox": [10 + n, 20, 9, 9]}
        for n in (3, 4, 9)
    ]
    classes = [{"id": 1, "name": "red"}, {"id": 2, "name": "blue"}]
    path = folder / "boxes.json"
    path.write_text(json.dumps({"images": images, "annotations": boxes, "categories": classes}))
    return path


def test_what_the_file_leaves_open_is_asked_and_shown(reviewer: User, tmp_path: Path) -> None:
    reviewer.presses("Ctrl+I")
    find_child(reviewer.window, QFileDialog).fileSelected.emit(str(two_classes(tmp_path)))
    wait = reviewer.qtbot.waitUntil
    wait(lambda: reviewer.window.findChild(LabelImportDialog) is not None)
    dialog = find_child(reviewer.window, LabelImportDialog)

    assert dialog.windowTitle() == "Import boxes.json as COCO"
    choose(dialog, "class_name", "red")
    wait(lambda: "3 pictures" in says(dialog))
    choose(dialog, "first_number", "0")
    wait(lambda: "2 balls, 1 box\nLeft out: 1 picture without a ball" in says(dialog))
    find_child(dialog, QCheckBox, "complete").click()
    wait(lambda: "2 balls, 1 box, 1 frame without a ball" in says(dialog))
    assert "Frame 3: ball at 17.0, 24.0" in says(dialog)
    find_child(dialog, QPushButton, "import").click()
    reviewer.sees_notice("Imported boxes.json")
    reviewer.qtbot.waitUntil(lambda: reviewer.track.x[9] == 23.0)


def test_a_folder_of_labels_is_chosen_and_then_that_of_its_pictures(
    reviewer: User, tmp_path: Path
) -> None:
    (tmp_path / "annotations").mkdir()
    two_classes(tmp_path / "annotations")
    reviewer.presses("Ctrl+Shift+I")
    find_child(reviewer.window, QFileDialog).fileSelected.emit(str(tmp_path))
    wait = reviewer.qtbot.waitUntil
    wait(lambda: reviewer.window.findChild(LabelImportDialog) is not None)
    dialog = find_child(reviewer.window, LabelImportDialog)

    find_child(dialog, QPushButton, "browse").click()
    find_child(dialog, QFileDialog).fileSelected.emit(str(tmp_path))
    assert dialog.choices == {"images": tmp_path}


def choose(dialog: LabelImportDialog, field: str, value: str) -> None:
    combo = find_child(dialog, QComboBox, field)
    combo.setCurrentText(value)
    combo.activated.emit(combo.currentIndex())


def says(dialog: LabelImportDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_notice_of_proposals_leads_to_the_list_they_are_removed_from(
    reviewer: User, table: Path
) -> None:
    table.write_text("frame,event,confidence,source\n3,hit,0.9,model\n")
    reviewer.presses("Ctrl+I")
    find_child(reviewer.window, QFileDialog).fileSelected.emit(str(table))
    reviewer.sees_notice("1 proposal from a model")

    find_child(reviewer.window, NoticeBar).action_asked.emit()

    assert find_child(reviewer.window, RunsDialog).isVisible()


def test_the_files_of_every_format_are_offered() -> None:
    assert all(f"*{ending}" in label_files() for ending in (".csv", ".manifest", ".zip"))
