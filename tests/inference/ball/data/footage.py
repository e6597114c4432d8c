"""Labelled pictures that are only numbers, where no video is needed."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from inference.ball.data.frames import Luma
from inference.ball.data.labelled_footage import BallFootage, ball_footage
from storage.records import BallRow, Visibility


class Levels:
    """Pictures whose grey level is their number."""

    width, height = 64, 32

    def __init__(self, count: int, identity: str = "ab" * 32) -> None:
        self.identity = identity
        self.read = 0  # pictures that were asked for
        self._count = count

    def __len__(self) -> int:
        return self._count

    def luma(self, frames: range, size: tuple[int, int]) -> Iterator[Luma]:
        for frame in frames:
            self.read += 1
            yield np.full(size[::-1], frame % 256, np.uint8)


def clip(name: str, balls: int = 200, venue: str = "", frames: int = 300) -> BallFootage:
    """A video in whose first pictures the ball is labelled."""
    rows = [BallRow(frame, Visibility.CLEAR, 1, 2) for frame in range(balls)]
    pictures = Levels(frames, name.encode().hex().ljust(64, "0"))
    return ball_footage(
        f"{name}.mp4", Path("/clips") / venue / f"{name}.mp4", venue, pictures, rows
    )
