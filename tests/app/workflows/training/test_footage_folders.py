from pathlib import Path

import numpy as np
import pytest

from app.workflows.training.footage_folders import labelled_video, labelled_videos
from storage.errors import UserError
from tests.draining import drained
from tests.inference.ball.pictures import flying, pictures, write_video

FRAMES = 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one video; its labels are for the tests to write."""
    (tmp_path / "court").mkdir()
    write_video(tmp_path / "court" / "rally.mp4", pictures(flying(FRAMES)))
    return tmp_path


def label(folder: Path, text: str, ending: str = ".ball.csv") -> None:
    (folder / "court" / f"rally{ending}").write_text(text)


def test_videos_with_labels_are_found_below_a_folder(folder: Path) -> None:
    label(folder, "frame,visible,x,y\n")
    (folder / "court" / "other.mp4").touch()
    (folder / "court" / "rally.events.csv").touch()

    assert labelled_videos(folder) == [folder / "court" / "rally.mp4"]


def test_a_folder_without_labels_is_told(folder: Path) -> None:
    with pytest.raises(UserError, match="no labelled videos"):
        labelled_videos(folder)


@pytest.mark.parametrize(
    ("ending", "header"),
    [(".ball.csv", "frame,visible,x,y"), (".csv", "Frame,Visibility,X,Y,Time")],
)
def test_labels_are_read_from_the_table_beside_a_video(
    folder: Path, ending: str, header: str
) -> None:
    end = "" if ending == ".ball.csv" else ",00:00:00.000"
    label(folder, f"{header}\n1,1,20,30{end}\n2,0,,{end}\n", ending)

    found = drained(labelled_video(folder / "court" / "rally.mp4"))

    assert found.visibility.tolist() == [-1, 1, 0, -1, -1, -1]
    assert found.points[1].tolist() == [20, 30]
    assert (found.name, found.venue) == ("rally.mp4", str(folder / "court"))


def test_what_nobody_has_said_is_no_label(folder: Path) -> None:
    label(folder, "frame,visible,x,y,source\n0,1,5,6,human\n1,1,5,6,model\n2,1,5,6,interpolated\n")

    found = drained(labelled_video(folder / "court" / "rally.mp4"))

    assert np.flatnonzero(found.visibility >= 0).tolist() == [0]
