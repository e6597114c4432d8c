"""Exports that are a file for each video: the names of the files, and what is refused."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from storage.errors import UserError
from storage.files import fit_name, free_name, plain_write_errors
from storage.formats.export.request import LabelledVideo
from storage.records import Video

NO_EVENTS = (
    "There is no event to export.",
    "Mark or import events first, or include the unreviewed ones that a model found.",
)


def one_path_each(
    videos: Sequence[LabelledVideo], out: Path, suffix: str
) -> Iterator[tuple[LabelledVideo, Path]]:
    """Each video with its file: `out` for only one, else STEM + `suffix` in the folder `out`.

    Two videos of one stem get a number behind it. Raises UserError if the disk refuses.
    """
    with plain_write_errors(out):
        (out if len(videos) > 1 else out.parent).mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for labelled in videos:
        if len(videos) == 1:
            yield labelled, out
            return
        stem = free_name(fit_name(labelled.video.path.stem), taken)
        taken.add(stem.casefold())
        yield labelled, out / f"{stem}{suffix}"


def keep_source(video: Video, out: Path) -> None:
    """Refuse to write over the video itself."""
    if out.exists() and out.samefile(video.path):
        raise UserError(f"{out} is the video itself.", "Choose another name for the export.")


def no_events(videos: Sequence[LabelledVideo]) -> UserError:
    """The error of an export of events where there is not one."""
    return UserError(*NO_EVENTS)


def no_positions(videos: Sequence[LabelledVideo]) -> UserError:
    """The error of an export of positions where there is not one."""
    name = videos[0].video.path.name if len(videos) == 1 else "these videos"
    return UserError(
        f"There are no ball positions in {name} yet.",
        "Analyse the video, label some frames or import labels first.",
    )
