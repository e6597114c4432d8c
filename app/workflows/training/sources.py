"""From the names of sources to labelled pictures."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.workflows.training.footage_folders import labelled_video, labelled_videos
from app.workflows.training.footage_groundtruth import is_data_set, labelled_sequences
from app.workflows.training.footage_library import library_footage
from app.workflows.training.requested_sources import LIBRARY, PROCEDURAL, SIMULATOR
from inference.ball.data.labelled_footage import Labelled
from storage.errors import UserError
from storage.library.library import Library
from storage.media.fingerprint import fingerprint


@dataclass(frozen=True, eq=False)
class Gathered:
    """What sources hold."""

    footage: tuple[Labelled, ...] = ()
    notes: tuple[str, ...] = ()  # what was left out, and why
    simulator: bool = False
    procedural: bool = False

    def without(self, others: Sequence[Labelled]) -> "Gathered":
        """The same but for what is among `others`."""
        known = {each.video for each in others}
        kept = tuple(each for each in self.footage if each.video not in known)
        return Gathered(kept, self.notes, self.simulator, self.procedural)


def gathered(library: Library, sources: Sequence[str]) -> Generator[object, None, Gathered]:
    """All labelled pictures in `sources`; of a video in two of them the first counts.

    Yields while it looks. UserError if a source is not there or holds no labels.
    """
    footage: list[Labelled] = []
    notes: list[str] = []
    for name in dict.fromkeys(sources):
        if name in (SIMULATOR, PROCEDURAL):
            continue
        found = yield from (_library(library) if name == LIBRARY else _path(library, Path(name)))
        footage += found.without(footage).footage
        notes += found.notes
    return Gathered(tuple(footage), tuple(notes), SIMULATOR in sources, PROCEDURAL in sources)


def _library(library: Library) -> Generator[object, None, Gathered]:
    found = yield from library_footage(library)
    if not found.videos and not found.left_out:
        raise UserError(
            "Nobody has labelled the ball in this library.",
            "Correct or accept some frames in the window first, or name a folder with labels.",
        )
    return Gathered(found.videos, found.left_out)


def _path(library: Library, path: Path) -> Generator[object, None, Gathered]:
    path = path.expanduser()
    if path.exists() and is_data_set(path):
        return Gathered(tuple((yield from labelled_sequences(path))))
    if path.is_dir():
        videos = labelled_videos(path)
    elif path.is_file():
        identity = fingerprint(path)
        found = yield from library_footage(library, {identity})
        if found.videos:
            return Gathered(found.videos)
        videos = [path]
    else:
        raise UserError(
            f"There is no {path}.",
            f"A source is a folder, a video, '{LIBRARY}', '{SIMULATOR}' or '{PROCEDURAL}'.",
        )
    footage: dict[str, Labelled] = {}
    for video in videos:
        each = yield from labelled_video(video)
        if each.labels:
            footage.setdefault(each.video, each)  # a copy teaches nothing
    return Gathered(tuple(footage.values()))
