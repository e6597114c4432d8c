"""A short made-up rally with exact labels: the first video of a new user, and of many tests."""

from collections.abc import Generator
from contextlib import closing
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.workflows.sample.sound import Sound, add_touch, as_samples, crowd
from inference.synthetic.simulator.court import TENNIS
from inference.synthetic.simulator.simulation import SimulatedFrame, simulate_rally
from storage.files import file_written_beside, plain_write_errors
from storage.formats.tables.ball_csv import write_ball_csv
from storage.formats.tables.events_csv import write_events_csv
from storage.media.encoding import MovieWriter, PictureFormat
from storage.progress import Progress
from storage.records import BallRow, Event, Visibility

NAME = "sample-rally"
FRAMES = 330
RATE = 30  # frames a second
SIZE = (1280, 720)
SOUND_RATE = 48_000
SEED = 41  # seven strokes on clay, with a lob out of the picture and a ball behind the player


def make_sample(
    folder: Path, frames: int = FRAMES, size: tuple[int, int] = SIZE
) -> Generator[Progress, None, Path]:
    """Write the rally and its true labels into `folder`; returns the path of the video.

    Beside sample-rally.mp4 stand sample-rally.ball.csv and sample-rally.events.csv. The video
    comes last: where it is, all is there, and nothing is done. It is the same every time, so
    labels made on one copy fit every other. Raises UserError.
    """
    video = folder / f"{NAME}.mp4"
    if video.is_file():
        return video
    balls: list[BallRow] = []
    events: list[Event] = []
    with plain_write_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with file_written_beside(video) as part, closing(_written(part, frames, size)) as written:
        for index, frame in enumerate(written):
            balls.append(_ball_row(index, frame))
            if frame.event is not None:
                events.append(Event(index, frame.event))
            yield Progress(index + 1, frames)
        write_ball_csv(folder / f"{NAME}.ball.csv", balls)
        write_events_csv(folder / f"{NAME}.events.csv", events)
    return video


def first_picture(size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    """The first frame of the rally, (height, width, 3) RGB: long before all of it is rendered."""
    width, height = size
    return next(simulate_rally(SEED, FRAMES, width, height, Fraction(RATE), TENNIS)).picture


def _written(
    path: Path, frames: int, size: tuple[int, int]
) -> Generator[SimulatedFrame, None, None]:
    """Write the frames, each given on once it is written; sound follows second by second."""
    width, height = size
    pictures = PictureFormat(width, height, Fraction(1, RATE), Fraction(RATE))
    rng = np.random.default_rng(SEED)
    sound = crowd(frames / RATE, SOUND_RATE, rng)
    heard = 0
    with MovieWriter(path, pictures, SOUND_RATE, repeatable=True) as movie:
        rally = simulate_rally(SEED, frames, width, height, Fraction(RATE), TENNIS)
        for index, frame in enumerate(rally):
            movie.write_pixels(frame.picture, index, 1)
            if frame.event is not None:
                add_touch(sound, frame.event, index / RATE, SOUND_RATE, rng)
            if (index + 1) % RATE == 0 or index + 1 == frames:
                heard = _write_sound(movie, sound, heard, (index + 1) / RATE)
            yield frame


def _write_sound(movie: MovieWriter, sound: Sound, heard: int, until: float) -> int:
    """Write the samples from `heard` to `until` seconds; returns where they end."""
    stop = round(until * SOUND_RATE)
    movie.write_sound(as_samples(sound[heard:stop]))
    return stop


def _ball_row(index: int, frame: SimulatedFrame) -> BallRow:
    if frame.visibility == Visibility.ABSENT:
        return BallRow(index, Visibility.ABSENT)
    return BallRow(index, frame.visibility, frame.x, frame.y)
