from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Event

import pytest

from app.gui.playback.decoder import FrameListener, PlaybackDecoder
from app.gui.playback.pictures import ShownFrame
from app.gui.playback.playback_plan import PlaybackPlan, VideoTimeline
from app.gui.playback.stream import Stream
from storage.errors import UserError
from storage.media.frame_table import FrameTable
from tests.app.gui.playback.conftest import FRAMES

PATIENCE = 20  # seconds for what takes a moment


class Ear:
    """A decoder, and what it tells."""

    def __init__(self, path: Path, table: FrameTable | None) -> None:
        self.shown: Queue[ShownFrame] = Queue()
        self.errors: Queue[Exception] = Queue()
        self.filled = Event()
        listener = FrameListener(self.shown.put, self.filled.set, self.errors.put)
        self.decoder = PlaybackDecoder(path, table, listener)

    def next_shown(self) -> int:
        return self.shown.get(timeout=PATIENCE).index


@pytest.fixture
def ear(clip: Path, table: FrameTable) -> Iterator[Ear]:
    ear = Ear(clip, table)
    yield ear
    ear.decoder.close()


def play(ear: Ear, table: FrameTable, start: int, speed: float = 1) -> Stream:
    plan = PlaybackPlan(VideoTimeline.of(table), start, speed)
    return ear.decoder.play(plan, lambda: plan.place.shows_at)


def taken_pictures(ear: Ear, stream: Stream, pictures: int) -> list[int]:
    """The frames of the next pictures of a stream, waited for."""
    frames: list[int] = []
    while len(frames) < pictures and not stream.finished:
        ear.filled.clear()
        if stream.head() is None:
            assert ear.filled.wait(PATIENCE)
        far = float("inf") if stream.plan.forward else float("-inf")
        frames += [item.due.index for item in stream.take_due(far)]
    return frames


def test_a_frame_asked_for_is_told(ear: Ear) -> None:
    ear.decoder.show(33)

    assert ear.next_shown() == 33


def test_a_stream_brings_frame_after_frame_to_the_end(ear: Ear, table: FrameTable) -> None:
    stream = play(ear, table, 30)

    assert taken_pictures(ear, stream, 1000) == list(range(31, FRAMES))


def test_a_stream_backwards_brings_them_the_other_way(ear: Ear, table: FrameTable) -> None:
    stream = play(ear, table, 30, speed=-1)

    assert taken_pictures(ear, stream, 1000) == list(range(29, -1, -1))


def test_a_stream_that_nobody_watches_does_not_keep_others_waiting(
    ear: Ear, table: FrameTable
) -> None:
    stream = play(ear, table, 0)
    taken_pictures(ear, stream, 1)

    ear.decoder.show(50)

    assert ear.next_shown() == 50


def test_a_newer_stream_takes_the_place_of_an_older_one(ear: Ear, table: FrameTable) -> None:
    play(ear, table, 0)

    assert taken_pictures(ear, play(ear, table, 40), 3)[:3] == [41, 42, 43]


def test_a_file_that_comes_back_can_be_read_again(
    clip: Path, table: FrameTable, tmp_path: Path
) -> None:
    path = tmp_path / "clip.mp4"
    ear = Ear(path, table)
    ear.decoder.show(3)
    assert isinstance(ear.errors.get(timeout=PATIENCE), UserError)

    path.write_bytes(clip.read_bytes())
    ear.decoder.show(3)

    assert ear.next_shown() == 3
    ear.decoder.close()


def test_a_closed_decoder_tells_nothing_more(ear: Ear, clip: Path, table: FrameTable) -> None:
    closed = Ear(clip, table)
    closed.decoder.show(40)
    closed.decoder.close()
    told = closed.shown.qsize()

    ear.decoder.show(40)
    ear.next_shown()

    assert closed.shown.qsize() == told
    assert closed.errors.empty()
