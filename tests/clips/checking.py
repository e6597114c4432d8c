"""Asking a clip of the kit for many frames and counting the wrong ones."""

import random
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from storage.media.frame_table import FrameTable
from storage.media.reader import Frame, FrameReader
from tests.clips.bar_code import read_number
from tests.clips.shelf import Clip


@dataclass(frozen=True)
class Check:
    """What came of it. A frame that says that it is damaged, or another one, is not wrong."""

    frames: int
    asked: int
    wrong: int
    marked: int


def number_in(frame: Frame, table: FrameTable) -> int | None:
    """The number painted into a frame, of whatever shape it is shown."""
    stream = table.stream
    luma = frame.luma(stream.width, stream.height)
    luma = np.rot90(luma[:, ::-1] if stream.mirrored else luma, -(stream.rotation // 90))
    if luma.shape[1] != stream.coded_width:
        luma = frame.luma(stream.coded_width, stream.coded_height)
    return read_number(luma)


def expected(clip: Clip, table: FrameTable, index: int) -> int:
    """The number that frame `index` was made with, by its time where frames are lost."""
    if clip.rate is None:
        return clip.first + index % clip.period
    return clip.first + round(table.seconds(index) * clip.rate)


def check(clip: Clip, table: FrameTable) -> Check:
    """Read a clip forwards, at random and backwards."""
    frames = len(table)
    chance = random.Random(5)
    ends = [0, min(1, frames - 1), frames - 1, max(0, frames - 2)]
    anywhere = [chance.randrange(frames) for _ in range(24)]
    back = range(frames - 1, max(-1, frames - 16), -1)
    with FrameReader(clip.path, table) as reader:
        return _count(clip, table, map(reader.read, (*range(frames), *ends, *anywhere, *back)))


def _count(clip: Clip, table: FrameTable, answers: Iterable[Frame]) -> Check:
    asked = wrong = marked = 0
    for frame in answers:
        asked += 1
        marked += frame.damaged
        number = number_in(frame, table)
        wrong += not frame.damaged and number != expected(clip, table, frame.shown)
    return Check(len(table), asked, wrong, marked)
