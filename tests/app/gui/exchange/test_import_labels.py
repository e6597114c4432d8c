from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from app.gui.exchange.import_labels import import_file
from app.gui.review.review_data import open_review
from app.workflows.export.labelled_video import labelled_video
from app.workflows.label_import.merge import Imported
from storage.errors import UserError
from storage.formats.export.request import GroundTruthRequest, GroundTruthTask
from storage.formats.groundtruth.write.exporting import export
from storage.library.library import Library
from tests.app.user import User
from tests.app.workflows.export.conftest import REVIEWED, label
from tests.draining import drained
from tests.finding import found
from widgets.window.job_bar import JobBar

TABLES = (
    "frame,visible,x,y\n3,1,10,20\n",
    "frame,event\n3,hit\n",
    "Frame,Visibility,X,Y,Time\n3,1,10,20,00:00:00.120\n",
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


@pytest.mark.parametrize("text", TABLES)
def test_every_kind_of_table_is_imported(
    library: Library, rally: Path, table: Path, text: str
) -> None:
    video = drained(open_review(library, rally)).opened.video
    table.write_text(text)

    done = drained(import_file(library, video, table, "ana"))

    assert done.counts == Imported(1, 0, 0)


def test_a_frame_beyond_the_video_is_refused_with_its_number(
    library: Library, rally: Path, table: Path
) -> None:
    video = drained(open_review(library, rally)).opened.video
    table.write_text("frame,visible,x,y\n600,1,10,20\n")

    with pytest.raises(UserError, match="600"):
        drained(import_file(library, video, table, "ana"))


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
    done = drained(import_file(library, opened.video, tmp_path / "set", "ana"))

    assert done.counts == Imported(0, 0, len(REVIEWED))


def test_an_import_is_seen_and_can_be_cancelled(reviewer: User, table: Path) -> None:
    table.write_text("frame,visible,x,y\n3,1,10,20\n")
    reviewer.presses("Ctrl+I")
    found(reviewer.window, QFileDialog).fileSelected.emit(str(table))

    assert found(reviewer.window, JobBar).findChild(QPushButton) is not None
    reviewer.sees_notice("Imported table.csv")
