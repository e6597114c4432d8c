"""Rallies, clips and footage that need no video: a dot that flies over grey."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.ball.data.clip_samples import Rally, labelled_rally
from inference.ball.data.frames import Luma
from inference.ball.data.labelled_footage import BallFootage, ball_footage
from inference.ball.data.training_data import ValidationClip
from inference.ball.training.initialization import from_model
from inference.training.task import Initialization
from storage.records import BallRow, Visibility
from tests.inference.ball.nets.tiny import CARD, write_model
from tests.inference.ball.training.samples import dotted

HEIGHT, WIDTH = 72, 128


def flying(frames: int) -> NDArray[np.float64]:
    """Where the dot is, (frames, 2): to and fro, never at the edge."""
    t = np.arange(frames)
    across, down = np.abs(t % 40 / 20 - 1), np.abs(t % 32 / 16 - 1)
    return np.stack([16 + 96 * across, 12 + 48 * down], axis=1)


def dot_rally(frames: int = 60) -> Rally:
    places = flying(frames)
    return labelled_rally(dotted(places, HEIGHT, WIDTH), np.ones(frames, np.int8), places)


def validation_clip(name: str = "one", venue: str = "oslo", frames: int = 60) -> ValidationClip:
    return ValidationClip(name, venue, (dot_rally(frames),))


class DotPictures:
    """The pictures of a rally of a dot."""

    width, height = WIDTH, HEIGHT

    def __init__(self, frames: int, identity: str) -> None:
        self.identity = identity
        self._luma = dotted(flying(frames), HEIGHT, WIDTH)

    def __len__(self) -> int:
        return len(self._luma)

    def luma(self, frames: range, size: tuple[int, int]) -> Iterator[Luma]:
        assert size == (WIDTH, HEIGHT)
        yield from self._luma[frames.start : frames.stop]


def dot_footage(name: str, venue: str = "oslo", frames: int = 60) -> BallFootage:
    rows = [
        BallRow(frame, Visibility.CLEAR, float(x), float(y))
        for frame, (x, y) in enumerate(flying(frames))
    ]
    pictures = DotPictures(frames, name.encode().hex().ljust(64, "0"))
    return ball_footage(f"{name}.mp4", Path(venue) / f"{name}.mp4", venue, pictures, rows)


def tiny_initialization(folder: Path) -> Initialization:
    """A net that has learned nothing, in a folder `tiny`, for pictures as small as these."""
    return from_model(write_model(folder / "tiny", card=CARD.replace("512", str(WIDTH))))
