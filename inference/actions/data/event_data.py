"""The labelled paths of an event training and of its validation set."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from inference.actions.data.labelled_path import CLASSES, LabelledPath, TimedPath


@dataclass(frozen=True, eq=False)
class EventData:
    """Labelled paths by their use; no video is in two of them, but tracked and labelled paths are.

    `tracked` are paths that ball models have found in videos of `training`, with their labels.
    """

    training: tuple[LabelledPath, ...] = ()
    validation: tuple[LabelledPath, ...] = ()
    tracked: tuple[LabelledPath, ...] = ()
    simulated: int = 0  # rallies of the simulator, of each sport

    @property
    def unit(self) -> str:
        """What is counted while it is read."""
        return "paths"

    @property
    def size(self) -> int:
        """How many paths there are to be read."""
        return len(self.training) + len(self.tracked) + len(self.validation) + 2 * self.simulated

    def contents(self) -> list[str]:
        """What is trained on, for people."""
        contents = [_counted(self.training)] if self.training else []
        contents += [f"{len(self.tracked)} tracked paths of these"] if self.tracked else []
        return contents + ([f"{2 * self.simulated} simulated rallies"] if self.simulated else [])

    def held_out(self) -> list[str]:
        """The names of the videos in the validation set."""
        return [path.name for path in self.validation]

    def digest(self) -> str:
        """Hexadecimal digits that tell it from all other data."""
        digest = sha256(str(self.simulated).encode())
        for part in (self.training, self.validation, self.tracked):
            digest.update(b"part")
            for labelled in part:
                path = labelled.path
                digest.update(repr((labelled.name, labelled.sport, labelled.events)).encode())
                for array in (path.seconds, path.x, path.y, path.confidence):
                    digest.update(array.tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, eq=False)
class LoadedEventData:
    """The paths as training and validation need them."""

    pools: tuple[tuple[TimedPath, ...], ...]  # none of them empty
    shares: tuple[float, ...]
    validation: tuple[LabelledPath, ...]


def _counted(paths: Iterable[LabelledPath]) -> str:
    paths = list(paths)
    counts = (
        (name, sum(event.event == name for path in paths for event in path.events))
        for name in CLASSES
    )
    events = " and ".join(f"{count:,} {_plural(name, count)}" for name, count in counts if count)
    return f"{events or 'no events'} in {len(paths)} {_plural('path', len(paths))}"


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
