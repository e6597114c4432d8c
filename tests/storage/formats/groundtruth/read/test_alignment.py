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

    with pytest.raises(UserError, match="do not say which frame each one is"):
        aligned(source, PictureList([name], folder=tmp_path / "b"))


def numbered(names: list[str], first: int = 0, order: int | None = 1) -> PictureList:
    """A sequence whose file numbers its pictures in this order."""
    return PictureList(
        sorted(names), {}, None, {name: first + n for n, name in enumerate(names)}, order
    )


OZFISH = [f"E000596_L.MP4.{16074 + n}.png" for n in range(30)]
UNPADDED = [f"frame{n}.jpg" for n in range(30)]
BACKWARDS = [f"{29 - n:04d}.jpg" for n in range(30)]
HASHED = [f"{n * 7919 % 1000:x}.jpg" for n in range(30)]


@pytest.mark.parametrize("names", [OZFISH, UNPADDED, BACKWARDS, HASHED, UNPADDED[::-1]])
@pytest.mark.parametrize("first", [0, 1, 500])
def test_frame_no_says_the_frame_whatever_the_names_are(
    source: LabelledVideo, names: list[str], first: int
) -> None:
    [found] = aligned(source, numbered(names, first)).frames

    assert found == {name: n for n, name in enumerate(names)}


@pytest.mark.parametrize("names", [OZFISH, UNPADDED, BACKWARDS[::-1]])
def test_without_frame_no_the_number_in_the_names_does(
    source: LabelledVideo, names: list[str]
) -> None:
    [found] = aligned(source, PictureList(sorted(names))).frames

    assert found == {name: n for n, name in enumerate(names)}


def test_the_order_of_sequences_is_that_of_their_numbers(source: LabelledVideo) -> None:
    second, first = numbered(names(0, 20), order=2), numbered(UNPADDED[:10], order=1)
    frames = aligned(source, second, first).frames

    assert (frames[0]["000000.jpg"], frames[1]["frame0.jpg"]) == (10, 0)


def test_names_that_go_on_from_one_sequence_to_the_next_order_them(source: LabelledVideo) -> None:
    frames = aligned(source, PictureList(names(20, 30)), PictureList(names(0, 20))).frames

    assert (frames[0]["000020.jpg"], frames[1]["000019.jpg"]) == (20, 19)


def test_sequences_that_nothing_orders_are_refused(source: LabelledVideo) -> None:
    with pytest.raises(UserError, match="which comes first"):
        aligned(source, PictureList(names(0, 20)), PictureList(names(0, 10)))


def test_names_that_number_nothing_are_refused(source: LabelledVideo) -> None:
    with pytest.raises(UserError, match="do not number the frames"):
        aligned(source, PictureList(HASHED))
