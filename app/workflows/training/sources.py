"""From the names of sources to labelled pictures of the ball."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.workflows.training.footage_folders import labelled_video, labelled_videos
from app.workflows.training.footage_groundtruth import is_data_set, labelled_sequences
from app.workflows.training.footage_library import library_footage
from app.workflows.training.request import LIBRARY, PROCEDURAL, SIMULATOR
from inference.ball.data.labelled_footage import BallFootage
from storage.errors import UserError
from storage.library.library import Library
from storage.media.fingerprint import fingerprint


@dataclass(frozen=True, eq=False)
class BallSources:
    """What sources hold."""

    footage: tuple[BallFootage, ...] = ()
    notes: tuple[str, ...] = ()  # what was left out, and why
    simulator: bool = False
    procedural: bool = False

    def without(self, others: Sequence[BallFootage]) -> "BallSources":
        """The same but for what is among `others`."""
        videos = {other.video for other in others}
        kept = tuple(video for video in self.footage if video.video not in videos)
        return BallSources(kept, self.notes, self.simulator, self.procedural)


def find_ball_footage(
    library: Library, sources: Sequence[str]
) -> Generator[object, None, BallSources]:
    """All labelled pictures in `sources`; of a video in two of them the first counts.

    Yields while it looks. UserError if a source is not there or holds no labels.
    """
    footage: list[BallFootage] = []
    notes: list[str] = []
    for name in dict.fromkeys(sources):
        if name in (SIMULATOR, PROCEDURAL):
            continue
        one = yield from (_library(library) if name == LIBRARY else _path(library, Path(name)))
        footage += one.without(footage).footage
        notes += one.notes
    return BallSources(tuple(footage), tuple(notes), SIMULATOR in sources, PROCEDURAL in sources)


def _library(library: Library) -> Generator[object, None, BallSources]:
    labelled = yield from library_footage(library)
    if not labelled.videos and not labelled.left_out:
        raise UserError(
            "No ball is labelled in this library yet.",
            "Correct or accept some frames in the window first, or name a folder with labels.",
        )
    return BallSources(labelled.videos, labelled.left_out)


def _path(library: Library, path: Path) -> Generator[object, None, BallSources]:
    path = path.expanduser()
    if path.exists() and is_data_set(path):
        return BallSources(tuple((yield from labelled_sequences(path))))
    if path.is_dir():
        videos = labelled_videos(path)
    elif path.is_file():
        labelled = yield from library_footage(library, {fingerprint(path)})
        if labelled.videos:
            return BallSources(labelled.videos)
        videos = [path]
    else:
        raise UserError(
            f"{path} does not exist.",
            f"A source is a folder, a video, '{LIBRARY}', '{SIMULATOR}' or '{PROCEDURAL}'.",
        )
    footage: dict[str, BallFootage] = {}
    for video in videos:
        one = yield from labelled_video(video)
        if one.labels:
            footage.setdefault(one.video, one)  # a copy teaches nothing
    return BallSources(tuple(footage.values()))
