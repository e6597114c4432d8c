"""Names of files, where an export of several videos has one for each."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from storage.files import plain_write_errors
from storage.formats.export.request import LabelledVideo


def one_path_each(
    videos: Sequence[LabelledVideo], out: Path, suffix: str
) -> Iterator[tuple[LabelledVideo, Path]]:
    """Each video with its file: `out` for one alone, else STEM + `suffix` in the folder `out`.

    Two videos of one stem get a number behind it. Raises UserError if the disk refuses.
    """
    with plain_write_errors(out):
        (out if len(videos) > 1 else out.parent).mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for each in videos:
        if len(videos) == 1:
            yield each, out
            return
        stem, number = each.video.path.stem, 1
        while f"{stem}{suffix}".casefold() in taken:
            number += 1
            stem = f"{each.video.path.stem}-{number}"
        taken.add(f"{stem}{suffix}".casefold())
        yield each, out / f"{stem}{suffix}"
