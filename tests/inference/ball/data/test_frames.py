from pathlib import Path

import cv2
import numpy as np
import pytest

from inference.ball.data.frames import (
    ImagePictures,
    VideoPictures,
    as_stored,
    cached_luma,
    remove_other_sizes,
)
from storage.errors import UserError
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import scan_frames
from tests.draining import drained
from tests.inference.ball.data.footage import Levels
from tests.inference.ball.pictures import HEIGHT, WIDTH, flying, pictures, write_video

SIZE = 16, 8


def images(folder: Path, levels: list[int], size: tuple[int, int] = (40, 20)) -> list[Path]:
    files = [folder / f"{number:03}.png" for number, _ in enumerate(levels)]
    for file, level in zip(files, levels, strict=True):
        cv2.imwrite(str(file), np.full(size[::-1], level, np.uint8))
    return files


def test_a_video_is_read_frame_by_frame(tmp_path: Path) -> None:
    path = write_video(tmp_path / "rally.mp4", pictures(flying(6)))
    video = VideoPictures(path, drained(scan_frames(path)))

    read = list(video.luma(range(2, 5), (WIDTH, HEIGHT)))

    assert (len(video), video.width, video.height) == (6, WIDTH, HEIGHT)
    assert video.identity == fingerprint(path)
    assert [picture.shape for picture in read] == [(HEIGHT, WIDTH)] * 3


def test_images_are_as_bright_as_a_video_stores_them(tmp_path: Path) -> None:
    sequence = ImagePictures(images(tmp_path, [0, 128, 255]))

    read = list(sequence.luma(range(3), SIZE))

    assert (len(sequence), sequence.width, sequence.height) == (3, 40, 20)
    assert [int(picture[0, 0]) for picture in read] == [16, 126, 235]


def test_other_images_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one, same = (ImagePictures(images(tmp_path, [1, 2])).identity for _ in range(2))
    other = ImagePictures(images(tmp_path / "other", [7, 2])).identity

    assert one == same != other


def test_images_that_cannot_be_frames_are_told(tmp_path: Path) -> None:
    files = images(tmp_path, [1, 2, 3])
    images(tmp_path, [1], (80, 20))[0].rename(files[1])
    files[2].write_bytes(b"no image")

    with pytest.raises(UserError, match="80 x 20"):
        list(ImagePictures(images(tmp_path, [1]) + files[1:]).luma(range(3), SIZE))
    with pytest.raises(UserError, match="is not an image"):
        ImagePictures(files[2:])
    with pytest.raises(UserError, match="cannot be read"):
        ImagePictures([tmp_path / "gone.png"])


def test_a_small_file_of_endless_pixels_is_not_decoded(tmp_path: Path) -> None:
    [file] = images(tmp_path, [1])
    data = file.read_bytes()
    file.write_bytes(data[:16] + (60_000).to_bytes(4, "big") * 2 + data[24:])

    with pytest.raises(UserError, match="too large"):
        ImagePictures([file])


def test_pictures_are_read_once(tmp_path: Path) -> None:
    levels = Levels(20)

    first = drained(cached_luma(levels, range(4, 9), SIZE, tmp_path))
    second = drained(cached_luma(levels, range(4, 9), SIZE, tmp_path))

    assert levels.read == 5
    assert first[:, 0, 0].tolist() == [4, 5, 6, 7, 8]
    assert np.array_equal(first, second)


def test_a_reading_that_was_stopped_leaves_nothing(tmp_path: Path) -> None:
    reading = cached_luma(Levels(20), range(20), SIZE, tmp_path)
    next(reading)
    reading.close()

    assert list(tmp_path.iterdir()) == []


def test_pieces_of_old_are_forgotten(tmp_path: Path) -> None:
    levels, other = Levels(20), Levels(20, "cd" * 32)
    for frames in (range(5), range(6)):
        drained(cached_luma(levels, frames, SIZE, tmp_path))
    drained(cached_luma(other, range(5), SIZE, tmp_path))

    remove_other_sizes(levels, [drained(cached_luma(levels, range(6), SIZE, tmp_path))], tmp_path)

    assert len(list(tmp_path.glob("abab*"))) == 1
    assert len(list(tmp_path.glob("cdcd*"))) == 1


def test_brightness_keeps_its_order() -> None:
    assert (np.diff(as_stored(np.arange(256)).astype(int)) >= 0).all()
