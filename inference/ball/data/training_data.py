"""What a training learns from and is judged by, as it is named, and once it has been read."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import Path

from inference.ball.data.labelled_footage import Labelled, rallies, stretches
from inference.ball.data.sampling import Ingredients
from inference.ball.data.simulated import simulated_rally
from inference.ball.nets.input_spec import InputSpec
from inference.ball.training.validation import ExamClip
from storage.files import plain_write_errors
from storage.progress import map_steps

SIMULATED = 24  # rallies
_LONG = 120  # frames of each
_WIDE = 1280, 720  # a shape of videos


@dataclass(frozen=True, eq=False)
class Material:
    """Labelled pictures by their use; none is in two of them."""

    new: tuple[Labelled, ...] = ()
    older: tuple[Labelled, ...] = ()
    exam: tuple[Labelled, ...] = ()
    simulated: int = 0  # rallies of the simulator
    procedural: bool = True

    @property
    def pictures(self) -> int:
        """How many there are to be read."""
        all_of_it = (*self.new, *self.older, *self.exam)
        ranges = [range_ for each in all_of_it for range_ in stretches(each.known)]
        return sum(map(len, ranges)) + self.simulated * _LONG

    def digest(self) -> str:
        """Hexadecimal digits that tell it from all other material."""
        digest = sha256(f"{self.simulated} {self.procedural}".encode())
        for part in (self.new, self.older, self.exam):
            digest.update(b"part")
            for each in part:
                digest.update(each.pictures.identity.encode())
                digest.update(each.visibility.tobytes())
                digest.update(each.places.tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, eq=False)
class Read:
    """Material as pictures of the size that a net wants."""

    ingredients: Ingredients
    training: tuple[ExamClip, ...]  # what is learned from, as clips
    exam: tuple[ExamClip, ...]


def read(material: Material, input_spec: InputSpec, cache: Path) -> Generator[int, None, Read]:
    """The pictures for nets of `input_spec`, kept in the folder `cache`.

    Yields how many have been decoded; those that are kept already are not. UserError if some
    cannot be read, or the disk is full.
    """
    with plain_write_errors(cache):
        cache.mkdir(parents=True, exist_ok=True)
    done = count(1)
    return (yield from map_steps(_read(material, input_spec, cache), lambda _: next(done)))


def _read(material: Material, input_spec: InputSpec, cache: Path) -> Generator[object, None, Read]:
    """Yields once a picture."""
    new = yield from _clips(material.new, input_spec, cache)
    older = yield from _clips(material.older, input_spec, cache)
    exam = yield from _clips(material.exam, input_spec, cache)
    size = input_spec.fitted(*_WIDE)
    simulated = []
    for seed in range(material.simulated):
        simulated.append((yield from simulated_rally(seed, _LONG, size, cache)))
    ingredients = Ingredients(
        [rally for clip in new for rally in clip.rallies],
        [rally for clip in older for rally in clip.rallies],
        simulated,
        material.procedural,
    )
    return Read(ingredients, (*new, *older), tuple(exam))


def _clips(
    footage: Sequence[Labelled], input_spec: InputSpec, cache: Path
) -> Generator[object, None, list[ExamClip]]:
    clips = []
    for each in footage:
        size = input_spec.fitted(each.pictures.width, each.pictures.height)
        found = yield from rallies(each, size, cache)
        clips.append(ExamClip(each.name, each.venue, tuple(found)))
    return clips
