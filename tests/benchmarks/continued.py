"""Ten minutes of video, analysed once alone and once killed and continued, as table lines."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.models.locations import DEFAULT
from inference.runtime.benchmarks import BENCHMARKS
from storage.media.encoding import MovieWriter, PictureFormat
from tests.app.killed_analyses import analysed, killed, outcome

RATE, SECONDS = 25, 600
SIZE = 640, 360
SHOT = 500  # frames between two cuts
BALLS = 3  # in a picture; which of them is the ball is all the same here
KILLS = 6
MOST = 15  # chunks, of 59, before a kill


def run(kills: int = KILLS, seconds: int = SECONDS) -> Iterator[str]:
    """Kill an analysis as often, each time at a point by chance, and let the last one end."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.monotonic()
        video = write_match(folder / "match.mp4", seconds)
        yield f"{seconds} s of video were made in {time.monotonic() - started:.0f} s.\n"
        yield "| | chunks there | seconds |"
        yield "|---|---:|---:|"
        started = time.monotonic()
        analysed(video, folder / "alone", DEFAULT, folder / "out")
        yield f"| left alone | {-(-seconds * RATE // 256)} | {time.monotonic() - started:.0f} |"
        # both on one engine: another would find the same places, but not to the last bit
        (folder / "killed").mkdir()
        shutil.copy(folder / "alone" / BENCHMARKS, folder / "killed")
        random = Random(1)
        for number in range(kills):
            started = time.monotonic()
            chunks = killed(video, folder / "killed", DEFAULT, folder / "out", random, MOST)
            yield f"| kill {number + 1} | {chunks} | {time.monotonic() - started:.0f} |"
        started = time.monotonic()
        analysed(video, folder / "killed", DEFAULT, folder / "out")
        yield f"| continued to the end | | {time.monotonic() - started:.0f} |"
        yield from _compared(video, folder)


def _compared(video: Path, folder: Path) -> Iterator[str]:
    alone, continued = (outcome(video, folder / library) for library in ("alone", "killed"))
    found, track = continued.differing(alone)
    seen = int(np.count_nonzero(alone.track.visibility))
    same = continued.run.settings == alone.run.settings and continued.runs == alone.runs == 1
    yield "\n| frames | with a ball | candidates differ | track differs | one run, the active one |"
    yield "|---:|---:|---:|---:|---|"
    yield f"| {len(alone.track)} | {seen} | {found} | {track} | {'yes' if same else 'no'} |"


def write_match(path: Path, seconds: int) -> Path:
    """A video of balls that fly in arcs over a ground that changes at each cut."""
    random = np.random.default_rng(1)
    form = PictureFormat(*SIZE, Fraction(1, RATE), Fraction(RATE))
    with MovieWriter(path, form) as movie:
        for frame in range(seconds * RATE):
            if frame % SHOT == 0:
                ground = _ground(random)
                starts = random.uniform((0, 100), SIZE, (BALLS, 2))
                speeds = random.uniform((-9, -9), (9, 2), (BALLS, 2))
            movie.write_pixels(_picture(ground, starts, speeds, frame % SHOT), frame, 1)
    return path


def _ground(random: np.random.Generator) -> NDArray[np.uint8]:
    small = random.integers(40, 140, (SIZE[1] // 20, SIZE[0] // 20, 3), np.uint8)
    return np.asarray(cv2.resize(small, SIZE, interpolation=cv2.INTER_CUBIC), np.uint8)


def _picture(
    ground: NDArray[np.uint8], starts: NDArray[np.float64], speeds: NDArray[np.float64], time: int
) -> NDArray[np.uint8]:
    """BGR pixels; balls that leave the picture come back on the other side."""
    picture = ground.copy()
    phase = time % 60
    fall = np.array([0, 0.15 * phase**2])
    for place in (starts + speeds * phase + fall) % SIZE:
        centre = np.round(place * 16).astype(int).tolist()
        cv2.circle(picture, centre, 2 * 16, (235, 245, 240), -1, cv2.LINE_AA, 4)
    return picture
