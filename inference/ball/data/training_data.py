"""The footage of a ball training and of its validation set, named, and once it has been read."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

import numpy as np

from inference.ball.data.clip_samples import Rally
from inference.ball.data.labelled_footage import BallFootage, labelled_ranges, read_rallies
from inference.ball.data.sampling import SamplePools
from inference.ball.data.simulated import simulated_rally
from inference.ball.nets.input_spec import InputSpec
from storage.files import plain_write_errors
from storage.progress import map_steps

SIMULATED = 24  # rallies
_LONG = 120  # frames of each
_WIDE = 1280, 720  # a shape of videos


@dataclass(frozen=True, eq=False)
class ValidationClip:
    """Rallies of one video."""

    name: str
    venue: str
    rallies: tuple[Rally, ...]

    @property
    def pictures(self) -> int:
        """How many there are, labelled or not."""
        return sum(len(rally.luma) for rally in self.rallies)

    @property
    def balls(self) -> int:
        """In how many labelled pictures there is a ball."""
        labelled = [rally.points[rally.weight > 0] for rally in self.rallies]
        return sum(int(np.isfinite(points[:, 0]).sum()) for points in labelled)


@dataclass(frozen=True, eq=False)
class BallData:
    """Labelled pictures by their use; none is in two of them."""

    new: tuple[BallFootage, ...] = ()
    replay: tuple[BallFootage, ...] = ()  # labels of earlier trainings
    validation: tuple[BallFootage, ...] = ()
    simulated: int = 0  # rallies of the simulator
    procedural: bool = True

    @property
    def unit(self) -> str:
        """What is counted while it is read."""
        return "pictures"

    @property
    def size(self) -> int:
        """How many pictures there are to be read."""
        footage = (*self.new, *self.replay, *self.validation)
        ranges = [frames for video in footage for frames in labelled_ranges(video.known)]
        return sum(map(len, ranges)) + self.simulated * _LONG

    def contents(self) -> list[str]:
        """What is trained on, for people."""
        contents = []
        if self.new:
            labels = sum(video.labels for video in self.new)
            balls = sum(video.positives for video in self.new)
            clips = _clip_count(self.new)
            contents.append(f"{labels:,} labelled frames, {balls:,} with a ball, of {clips}")
        contents += [f"{_clip_count(self.replay)} of earlier labels"] if self.replay else []
        contents += [f"{self.simulated} simulated rallies"] if self.simulated else []
        return contents + (["synthetic samples"] if self.procedural else [])

    def held_out(self) -> list[str]:
        """The names of the videos in the validation set."""
        return [video.name for video in self.validation]

    def digest(self) -> str:
        """Hexadecimal digits that tell it from all other data."""
        digest = sha256(f"{self.simulated} {self.procedural}".encode())
        for part in (self.new, self.replay, self.validation):
            digest.update(b"part")
            for video in part:
                digest.update(video.pictures.identity.encode())
                digest.update(video.visibility.tobytes())
                digest.update(video.points.tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, eq=False)
class LoadedBallData:
    """The pictures, at the size that a net wants."""

    input_spec: InputSpec  # of that net
    pools: SamplePools
    training: tuple[ValidationClip, ...]  # what is trained on, as clips
    validation: tuple[ValidationClip, ...]


def read_ball_data(
    data: BallData, input_spec: InputSpec, cache: Path
) -> Generator[int, None, LoadedBallData]:
    """The pictures for nets of `input_spec`, kept in the folder `cache`.

    Yields how many have been decoded; those that are kept already are not. UserError if some
    cannot be read, or the disk is full.
    """
    with plain_write_errors(cache):
        cache.mkdir(parents=True, exist_ok=True)
    done = count(1)
    return (yield from map_steps(_read(data, input_spec, cache), lambda _: next(done)))


def _read(
    data: BallData, input_spec: InputSpec, cache: Path
) -> Generator[object, None, LoadedBallData]:
    """Yields once a picture."""
    new = yield from _clips(data.new, input_spec, cache)
    replay = yield from _clips(data.replay, input_spec, cache)
    validation = yield from _clips(data.validation, input_spec, cache)
    size = input_spec.scaled_size(*_WIDE)
    simulated = []
    for seed in range(data.simulated):
        simulated.append((yield from simulated_rally(seed, _LONG, size, cache)))
    pools = SamplePools(
        [rally for clip in new for rally in clip.rallies],
        [rally for clip in replay for rally in clip.rallies],
        simulated,
        data.procedural,
    )
    return LoadedBallData(input_spec, pools, (*new, *replay), tuple(validation))


def _clip_count(footage: Sequence[BallFootage]) -> str:
    return "1 clip" if len(footage) == 1 else f"{len(footage)} clips"


def _clips(
    footage: Sequence[BallFootage], input_spec: InputSpec, cache: Path
) -> Generator[object, None, list[ValidationClip]]:
    clips = []
    for video in footage:
        size = input_spec.scaled_size(video.pictures.width, video.pictures.height)
        rallies = yield from read_rallies(video, size, cache)
        clips.append(ValidationClip(video.name, video.venue, tuple(rallies)))
    return clips
