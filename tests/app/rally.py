"""A tiny rally to drive the window with: one bright ball over a still, textured ground."""

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import cv2
import numpy as np
from numpy.typing import NDArray

from storage.library.library import Library
from storage.library.predictions.predictions import put_track
from storage.library.predictions.runs import activate_run, put_run
from storage.media.encoding import MovieWriter, PictureFormat
from storage.records import Run, Source, Video

FRAMES, WIDTH, HEIGHT, RATE = 600, 320, 180, 25
CLIP_FRAMES = 50
DOUBTFUL = (20, 30)  # frames in which the written run is unsure
ABSENT = range(40, 45)  # frames in which it sees no ball


def ball_at(frame: int) -> tuple[float, float]:
    """Where the ball is, in display pixels: to and fro, bouncing."""
    phase = frame % 50 / 50
    across = phase if frame // 50 % 2 == 0 else 1 - phase
    return 30 + 260 * across, 150 - 110 * 4 * phase * (1 - phase)


def write_rally(path: Path, frames: int = FRAMES) -> Path:
    """Write the rally to `path`; takes about a second."""
    ground = np.random.default_rng(1).integers(40, 70, (HEIGHT, WIDTH, 3), np.uint8)
    ground = cv2.GaussianBlur(ground, (0, 0), 2).astype(np.uint8)
    pictures = PictureFormat(WIDTH, HEIGHT, Fraction(1, RATE), Fraction(RATE))
    with MovieWriter(path, pictures) as movie:
        for frame in range(frames):
            movie.write_pixels(_with_ball(ground, *ball_at(frame)), frame, 1)
    return path


def _with_ball(ground: NDArray[np.uint8], x: float, y: float) -> NDArray[np.uint8]:
    picture = ground.copy()
    centre = (round(x * 16), round(y * 16))
    cv2.circle(picture, centre, 2 * 16, (235, 245, 240), -1, cv2.LINE_AA, 4)
    return picture


def write_run(library: Library, video: Video) -> None:
    """Write a run as the analysis of `video` would, with doubts and gaps in known frames."""
    frames = range(video.frames)
    x, y = np.array([ball_at(frame) for frame in frames]).T
    visible = np.array([frame not in ABSENT for frame in frames])
    x[~visible] = y[~visible] = np.nan
    confidence = np.where(visible, 0.9, 0).astype(np.float32)
    confidence[list(DOUBTFUL)] = 0.2
    run = Run(
        uuid4(), video.fingerprint, "motion", "", "{}", 0, len(frames), "cpu", datetime.now(UTC)
    )
    source = np.full(len(frames), Source.MODEL, np.uint8)
    with library.connect() as db:
        put_run(db, run)
        activate_run(db, video.fingerprint, run.id)
        put_track(db, run.id, 0, visible, x, y, confidence, source)
