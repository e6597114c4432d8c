from itertools import pairwise
from pathlib import Path
from threading import enumerate as enumerate_threads

import pytest

from inference.video.chunk_reader import next_chunk, read_chunks
from storage.errors import UserError
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import FrameTable, scan_frames
from storage.progress import drained
from storage.records import Video
from tests.inference.ball.pictures import HEIGHT, WIDTH, flying, pictures, write_video

FRAMES = 300  # two chunks, the last one short


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> tuple[Video, FrameTable]:
    path = write_video(tmp_path_factory.mktemp("chunks") / "clip.mp4", pictures(flying(FRAMES)))
    table = drained(scan_frames(path))
    return Video(fingerprint(path), path, FRAMES, WIDTH, HEIGHT, 12.0, table.rate), table


def test_every_chunk_comes_once_and_frames_are_counted(opened: tuple[Video, FrameTable]) -> None:
    steps = list(read_chunks(*opened, {0, 1}, size=(WIDTH, HEIGHT), preroll=8, colour=False))

    blocks = [block for _, block in steps if block is not None]
    assert [(block.first, block.stop) for block in blocks] == [(0, 256), (256, 300)]
    assert steps[-1][0] == FRAMES


def test_closing_early_leaves_no_thread(opened: tuple[Video, FrameTable]) -> None:
    before = set(enumerate_threads())
    work = read_chunks(*opened, {0, 1}, size=(WIDTH, HEIGHT), preroll=8, colour=False)
    next(work)
    work.close()

    assert set(enumerate_threads()) <= before


def test_without_chunks_nothing_is_opened(opened: tuple[Video, FrameTable]) -> None:
    gone = Video("gone", Path("gone.mp4"), FRAMES, WIDTH, HEIGHT, 12.0, None)

    work = read_chunks(gone, opened[1], set(), size=(WIDTH, HEIGHT), preroll=8, colour=False)

    assert list(work) == []


def test_a_video_that_is_gone_is_told(opened: tuple[Video, FrameTable]) -> None:
    gone = Video("gone", Path("gone.mp4"), FRAMES, WIDTH, HEIGHT, 12.0, None)

    with pytest.raises(UserError, match=r"gone\.mp4"):
        next(read_chunks(gone, opened[1], {0}, size=(WIDTH, HEIGHT), preroll=8, colour=False))


def order(chunks: int, near: int) -> list[int]:
    """The order in which a video is analysed while the playhead rests."""
    pending, done = set(range(chunks)), list[int]()
    while pending:
        done.append(next_chunk(pending, near, done[-1] if done else None))
        pending.remove(done[-1])
    return done


def test_a_video_is_read_forwards_from_the_playhead() -> None:
    assert order(6, near=0) == [0, 1, 2, 3, 4, 5]
    assert order(6, near=2)[:4] == [2, 3, 4, 5]


def test_every_chunk_is_done_once_and_near_ones_early() -> None:
    done = order(100, near=50)

    assert sorted(done) == list(range(100))
    assert done[0] == 50
    assert done.index(49) < done.index(75)
    assert done.index(10) > done.index(60)


def test_most_chunks_follow_the_one_before() -> None:
    done = order(100, near=50)

    assert sum(b == a + 1 for a, b in pairwise(done)) > 80


def test_work_follows_the_playhead() -> None:
    assert next_chunk(set(range(100)) - {10}, near=60, last=10) == 60
