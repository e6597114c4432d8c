"""Detectors: from the pictures of a block to candidates in the pixels of the video."""

import json
from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inference.ball.detection.motion_detector import MotionSettings, motion_candidates
from inference.models.locations import MOTION, model_folder
from inference.runtime.benchmarks import BENCHMARKS
from inference.video.frame_blocks import FrameBlock
from storage.media.frame_table import FrameTable
from storage.records import Candidates, Video

_WORKING_SIDE = 512  # pixels of the longer side of the pictures that detectors see


class Detector(Protocol):
    """What an analysis asks of a model. Candidates depend on the block alone."""

    name: str
    weights: str  # SHA-256, empty for a model without
    engine: str
    settings: str  # JSON, keys sorted: all that a block's candidates depend on
    size: tuple[int, int]  # width and height of the pictures it wants
    colour: bool  # whether it wants them in colour
    preroll: int  # frames in front of a chunk that it wants to see as well

    def detect(self, pictures: NDArray[np.uint8], preroll: int, /) -> Candidates:
        """Candidates in `pictures` (T, height, width) after the first `preroll`, in its pixels.

        Pictures in colour are (T, height, width, 3), RGB.
        """


class MotionDetector:
    """Finds what is small and moves alone: the model that needs no weights."""

    name = MOTION
    weights = ""
    engine = "cpu"
    colour = False
    preroll = 32

    _VERSION = 1  # counts changes of the method that no setting tells

    def __init__(self, width: int, height: int, rate: float) -> None:
        self.size = working_size(width, height)
        # a tenth of a second: long enough to leave its place, and within the pre-roll twice
        self._motion = MotionSettings(lag=min(max(round(rate / 10), 3), self.preroll // 2))
        settings = asdict(self._motion) | {"size": self.size, "version": self._VERSION}
        self.settings = json.dumps(settings | {"preroll": self.preroll}, sort_keys=True)

    def detect(self, luma: NDArray[np.uint8], preroll: int) -> Candidates:
        """Candidates in `luma` (T, height, width) after the first `preroll`, in its pixels."""
        return motion_candidates(luma, preroll, self._motion)


def load_detector(
    model: str,
    video: Video,
    table: FrameTable,
    models: Path,
    device: str = "auto",
    benchmarks: Path | None = None,
) -> Generator[str, None, Detector]:
    """The detector for `video` of the model of that name, which may be one in the folder `models`.

    Benchmarks of engines are kept in the file `benchmarks`, by default beside that folder. Yields,
    in words, what is being done where that takes time. `device` is "auto", "cpu" or "cuda".
    UserError if there is no such model, or it is damaged or cannot run there.
    """
    if model == MOTION:
        return MotionDetector(video.width, video.height, table.typical_rate)
    folder = model_folder(model, models)
    # torch takes seconds to import: only where a net is to run
    from inference.ball.detection.net_detector import create_net_detector
    from inference.ball.models.folder import read_model
    from inference.ball.models.third_party_weights import read_published

    ball_model = read_published(folder) if folder.is_file() else read_model(folder)
    size = ball_model.input_spec.scaled_size(video.width, video.height)
    return (
        yield from create_net_detector(
            ball_model, size, benchmarks or models.parent / BENCHMARKS, device
        )
    )


def working_size(width: int, height: int) -> tuple[int, int]:
    """Size, in even numbers, at which a video is searched: its shape, never enlarged."""
    scale = min(1.0, _WORKING_SIDE / max(width, height))
    return max(2 * round(width * scale / 2), 2), max(2 * round(height * scale / 2), 2)


def detect_block(detector: Detector, block: FrameBlock, width: int, height: int) -> Candidates:
    """Candidates of every frame of `block`, in pixels of the video of `width` x `height`.

    A lost frame has none, even where it is the first of a shot: the next picture starts the shot.
    """
    preroll = int(np.searchsorted(block.frames, block.first))
    candidates = detector.detect(block.pictures, preroll)
    rows = block.frames[preroll:] - block.first
    x, y, score = np.full(
        (3, block.stop - block.first, candidates.score.shape[1]), np.nan, np.float32
    )
    cut = np.zeros(block.stop - block.first, np.bool_)
    # centres of pixels are whole numbers in both pictures, their edges are what scales
    x[rows] = (candidates.x + 0.5) * (width / detector.size[0]) - 0.5
    y[rows] = (candidates.y + 0.5) * (height / detector.size[1]) - 0.5
    score[rows], cut[rows] = candidates.score, candidates.cut
    return Candidates(x, y, score, cut)
