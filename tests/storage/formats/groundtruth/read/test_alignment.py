from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.export.request import LabelledVideo
from storage.formats.groundtruth.read.alignment import Aligned, PictureList, align
from tests.draining import drained


def aligned(source: LabelledVideo, *lists: PictureList) -> Aligned:
    return drained(align(lists, source.video, source.table))


def names(first: int, stop: int) -> list[str]:
    return [f"{number:06d}.jpg" for number in range(first, stop)]


def test_notes_come_before_all_else(source: LabelledVideo) -> None:
    known = {"b.jpg": 3, "a.jpg": 29}

    assert aligned(source, PictureList(["a.jpg", "b.jpg"], known)).frames == [known]


def test_as_many_pictures_as_frames_are_the_frames_by_their_numbers(
    source: LabelledVideo,
) -> None:
    found = aligned(
        source, PictureList(names(1, 11)[::-1], order=1), PictureList(names(1, 21), order=2)
    )

    assert found.frames[0]["000001.jpg"] == 0
    assert found.frames[1]["000001.jpg"] == 10


def test_other_counts_without_pictures_are_refused_with_both(source: LabelledVideo) -> None:
    with pytest.raises(UserError, match="29 pictures, and the video has 30 frames") as caught:
        aligned(source, PictureList(names(0, 29)))

    assert "--images" in caught.value.advice


def test_notes_beyond_the_video_are_refused(source: LabelledVideo) -> None:
    with pytest.raises(UserError, match="frame 30, but the video has only frames 0 to 29"):
        aligned(source, PictureList(["a.jpg"], {"a.jpg": 30}))


@pytest.mark.parametrize("name", ["../a.jpg", "/etc/hostname", "", "..", "a\0b"])
def test_pictures_are_never_sought_outside_their_folder(
    source: LabelledVideo, tmp_path: Path, name: str
) -> None:
    (tmp_path / "a.jpg").touch()
    (tmp_path / "b").mkdir()

    with pytest.raises(UserError, match="do not tell which is which"):
        aligned(source, PictureList([name], folder=tmp_path / "b"))
