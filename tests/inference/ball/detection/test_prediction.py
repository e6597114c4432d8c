from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.ball.detection.detector import MotionDetector
from inference.ball.detection.prediction import (
    ChunkCandidates,
    join_chunks,
    predict,
    predict_video,
    slice_candidates,
)
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import FrameTable, scan_frames
from storage.media.reader import FrameReader
from storage.progress import drained
from storage.records import CHUNK, Candidates, Video
from tests.inference.ball.pictures import HEIGHT, WIDTH, flying, pictures, write_video

FRAMES = 560  # three chunks, the last one short


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_video(tmp_path_factory.mktemp("clips") / "rally.mp4", pictures(flying(FRAMES)))


@pytest.fixture(scope="module")
def opened(clip: Path) -> tuple[Video, FrameTable]:
    table = drained(scan_frames(clip))
    size = table.stream.width, table.stream.height
    return Video(fingerprint(clip), clip, len(table), *size, 1.0, table.rate), table


@pytest.fixture(scope="module")
def frames(clip: Path, opened: tuple[Video, FrameTable]) -> list[NDArray[np.uint8]]:
    """The pictures of the video, as a service would be sent them."""
    with FrameReader(clip, opened[1]) as reader:
        return [frame.luma(*detector().size) for frame in reader.frames(0, FRAMES)]


def detector() -> MotionDetector:
    return MotionDetector(WIDTH, HEIGHT, 25)


def predicted(stream: Iterator[NDArray[np.uint8] | None], first: int = 0) -> list[ChunkCandidates]:
    return list(predict(stream, detector(), WIDTH, HEIGHT, first))


@pytest.fixture(scope="module")
def streamed(frames: list[NDArray[np.uint8]]) -> list[ChunkCandidates]:
    """What is found in the whole stream."""
    return predicted(iter(frames))


def assert_same(one: Candidates, other: Candidates) -> None:
    for name in ("x", "y", "score", "cut"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_a_stream_of_arrays_gives_the_candidates_of_the_file(
    streamed: list[ChunkCandidates], opened: tuple[Video, FrameTable]
) -> None:
    read = [chunk for _, chunk in predict_video(*opened, detector()) if chunk is not None]

    assert [(c.first, c.stop) for c in streamed] == [(0, 256), (256, 512), (512, 560)]
    assert_same(join_chunks(streamed), join_chunks(read))


def test_a_stream_may_begin_at_any_pre_roll(
    frames: list[NDArray[np.uint8]], streamed: list[ChunkCandidates]
) -> None:
    begin = CHUNK - detector().preroll

    [second, third] = predicted(iter(frames[begin:]), begin)

    whole = join_chunks(streamed)
    assert_same(second.candidates, slice_candidates(whole, 256, 512))
    assert_same(third.candidates, slice_candidates(whole, 512, 560))


def test_a_stream_that_lacks_pre_roll_is_refused(frames: list[NDArray[np.uint8]]) -> None:
    with pytest.raises(ValueError, match="6 frames before frame 256, where 32 are needed"):
        predicted(iter(frames[250:]), 250)


def test_a_lost_frame_has_no_candidates(frames: list[NDArray[np.uint8]]) -> None:
    [chunk] = predicted(iter([*frames[:40], None, *frames[41:80]]))

    assert len(chunk.candidates) == 80
    assert np.isnan(chunk.candidates.score[40]).all()
    assert np.isfinite(chunk.candidates.score[39]).any()


def test_no_frames_have_no_chunks() -> None:
    assert predicted(iter([])) == []


def test_chunks_come_in_the_order_of_the_playhead(opened: tuple[Video, FrameTable]) -> None:
    steps = list(predict_video(*opened, detector(), near=lambda: 300))

    assert [chunk.first for _, chunk in steps if chunk is not None] == [256, 512, 0]
    assert all(before <= after for (before, _), (after, _) in pairwise(steps))


def test_only_wanted_chunks_are_searched(opened: tuple[Video, FrameTable]) -> None:
    steps = list(predict_video(*opened, detector(), {2}))

    assert [chunk.first for _, chunk in steps if chunk is not None] == [512]


def test_no_chunks_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="no chunks"):
        join_chunks([])
