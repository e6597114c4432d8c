"""Pictures of a ball in flight, drawn by numbers, and short videos of them."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from storage.library.library import Library
from storage.library.videos import put_video
from storage.media.encoding import MovieWriter, PictureFormat
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import FrameTable, scan_frames
from storage.records import Video
from tests.draining import drained

WIDTH, HEIGHT = 256, 144
_REACH = 16  # pixels from its centre, beyond which a soft ball is nothing
Luma = NDArray[np.uint8]


def flying(frames: int, first: int = 0) -> NDArray[np.float64]:
    """Where the ball is in each frame (frames, 2): it goes to and fro in arcs, for ever."""
    t = np.arange(first, first + frames)
    phase = t % 50
    across = np.where((t // 50) % 2 == 0, phase, 50 - phase)
    return np.stack([28 + 4.0 * across, 110 - 3.2 * phase + 0.064 * phase**2], axis=1)


def pictures(ball: NDArray[np.float64], level: float = 220, seed: int = 1) -> Luma:
    """Pictures (frames, HEIGHT, WIDTH): a soft round ball before a ground with a little noise."""
    random = np.random.default_rng(seed)
    ground = random.normal(90, 12, (HEIGHT, WIDTH))
    drawn = np.empty((len(ball), HEIGHT, WIDTH), np.uint8)
    for picture, (x, y) in zip(drawn, ball, strict=True):
        noisy = _with_ball(ground, x, y, level) + random.normal(0, 1, (HEIGHT, WIDTH))
        picture[:] = np.clip(noisy, 0, 255)
    return drawn


def _with_ball(
    ground: NDArray[np.float64], x: float, y: float, level: float
) -> NDArray[np.float64]:
    top, left = max(0, int(y) - _REACH), max(0, int(x) - _REACH)
    rows = np.arange(top, min(HEIGHT, int(y) + _REACH))[:, None]
    columns = np.arange(left, min(WIDTH, int(x) + _REACH))
    share = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / (2 * 1.3**2))
    picture = ground.copy()
    picture[rows, columns] = ground[rows, columns] * (1 - share) + level * share
    return picture


def hard_discs(ball: NDArray[np.float64], radius: float, level: float) -> Luma:
    """Pictures (frames, HEIGHT, WIDTH): a flat disc before a smooth ground with a little noise."""
    random = np.random.default_rng(1)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    drawn = []
    for x, y in ball:
        share = np.clip(radius + 0.5 - np.hypot(columns - x, rows - y), 0, 1)
        noise = random.normal(0, 1, (HEIGHT, WIDTH))
        drawn.append((90 + rows / 10) * (1 - share) + level * share + noise)
    return np.asarray(np.clip(np.stack(drawn), 0, 255), np.uint8)


def write_video(path: Path, luma: Sequence[Luma] | Luma) -> Path:
    """Encode grey pictures at 25 frames a second."""
    height, width = luma[0].shape
    with MovieWriter(path, PictureFormat(width, height, Fraction(1, 25), Fraction(25))) as movie:
        for index, picture in enumerate(luma):
            bgra = np.dstack([picture] * 3 + [np.full_like(picture, 255)])
            movie.write_pixels(bgra, index, 1)
    return path


def enter(library: Library, path: Path) -> tuple[Video, FrameTable]:
    """Make a video known to the library."""
    table = drained(scan_frames(path))
    stream = table.stream
    video = Video(
        fingerprint=fingerprint(path),
        path=path,
        frames=len(table),
        width=stream.width,
        height=stream.height,
        seconds=float(table.duration),
        rate=table.rate,
    )
    with library.connect() as db:
        put_video(db, video)
    return video, table
