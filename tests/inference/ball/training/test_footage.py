from pathlib import Path

import numpy as np
import pytest

from inference.ball.training.footage import labelled_videos, read_rallies
from storage.errors import UserError
from tests.draining import drained
from tests.inference.ball.pictures import HEIGHT, WIDTH, flying, pictures, write_video

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
def test_labels_stand_beside_the_small_pictures(folder: Path, ending: str, header: str) -> None:
    end = "" if ending == ".ball.csv" else ",00:00:00.000"
    label(folder, f"{header}\n1,1,20,30{end}\n2,0,,{end}\n", ending)

    (rally,) = drained(read_rallies(labelled_videos(folder), folder / "cache"))

    assert rally.luma.shape == (FRAMES, HEIGHT, WIDTH)
    assert rally.weight.tolist() == [0, 1, 1, 0, 0, 0]
    assert rally.places[1].tolist() == [20, 30]
    assert np.isnan(rally.places[2]).all()


def test_pictures_are_decoded_once(folder: Path) -> None:
    label(folder, "frame,visible,x,y\n0,1,20,30\n")
    videos = labelled_videos(folder)
    (first,) = drained(read_rallies(videos, folder / "cache"))
    (kept,) = (folder / "cache").iterdir()
    written = kept.stat().st_mtime_ns

    (second,) = drained(read_rallies(videos, folder / "cache"))

    assert kept.stat().st_mtime_ns == written
    assert np.array_equal(first.luma, second.luma)


def test_labels_of_another_video_are_told(folder: Path) -> None:
    label(folder, "frame,visible,x,y\n90,1,20,30\n")

    with pytest.raises(UserError, match=r"has 6 frames, its labels speak of frame 90"):
        drained(read_rallies(labelled_videos(folder), folder / "cache"))
