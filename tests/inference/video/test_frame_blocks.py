from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from inference.video.frame_blocks import FrameBlockReader
from storage.media.encoding import MovieWriter, PictureFormat
from storage.media.frame_table import FrameTable, scan_frames
from storage.media.reader import FrameReader, ReadCancelled, never_cancelled
from tests.draining import drained
from tests.inference.ball.pictures import HEIGHT, WIDTH, flying, pictures, write_video

PREROLL = 8


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("blocks") / "clip.mp4", pictures(flying(90)))


def blocks(reader: FrameReader, table: FrameTable, cancelled: bool = False) -> FrameBlockReader:
    return FrameBlockReader(
        reader, table, (WIDTH, HEIGHT), PREROLL, (lambda: True) if cancelled else never_cancelled
    )


def test_a_block_is_the_same_however_it_is_reached(clip: Path) -> None:
    table = drained(scan_frames(clip))
    with FrameReader(clip, table) as reader:
        source = blocks(reader, table)
        source.read(0, 30)
        followed = source.read(30, 60)
        sought = blocks(reader, table).read(30, 60)

    assert followed.frames.tolist() == sought.frames.tolist() == list(range(22, 60))
    np.testing.assert_array_equal(followed.pictures, sought.pictures)


def test_prerolls_do_not_count_as_read(clip: Path) -> None:
    table = drained(scan_frames(clip))
    with FrameReader(clip, table) as reader:
        source = blocks(reader, table)
        source.read(60, 90)

    assert source.read_so_far == 30


def test_a_cancelled_read_ends(clip: Path) -> None:
    table = drained(scan_frames(clip))
    with FrameReader(clip, table) as reader, pytest.raises(ReadCancelled):
        blocks(reader, table, cancelled=True).read(0, 30)


def test_a_block_may_be_in_colour(tmp_path: Path) -> None:
    form = PictureFormat(64, 48, Fraction(1, 25), Fraction(25))
    with MovieWriter(tmp_path / "blue.mp4", form) as movie:
        for frame in range(3):
            movie.write_pixels(np.full((48, 64, 3), (250, 30, 60), np.uint8), frame, 1)  # BGR
    table = drained(scan_frames(tmp_path / "blue.mp4"))
    with FrameReader(tmp_path / "blue.mp4", table) as reader:
        block = FrameBlockReader(reader, table, (32, 24), 0, never_cancelled, colour=True).read(
            0, 3
        )

    assert block.pictures.shape == (3, 24, 32, 3)
    assert np.abs(block.pictures[1, 12, 16].astype(int) - (60, 30, 250)).max() < 12
