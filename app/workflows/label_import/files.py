"""Label files of every format, read and brought into the library."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from app.workflows.label_import.merge import ImportCounts, merge_labels
from app.workflows.settings import UserSettings
from app.workflows.videos import OpenedVideo
from storage.formats.catalog import format_of, label_formats, load
from storage.formats.common.archives import unpacked
from storage.formats.common.choices import NO_OPTIONS, ReadOptions
from storage.formats.common.label_set import LabelSet, LabelTarget, Reader, check_labels
from storage.formats.groundtruth.schema.names import JOB_PREFIX
from storage.library.library import Library
from storage.progress import Progress


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """A file or folder of labels, as what it is to be read, and in whose name.

    Without an `author` it is the job that made the labels, and if that is not known the user of
    this system.
    """

    path: Path
    format: str  # a name of `label_formats`
    options: ReadOptions = NO_OPTIONS
    author: str | None = None


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What became of the labels of a file, and what there is to say of it."""

    counts: ImportCounts
    notes: tuple[str, ...] = ()


def import_labels(
    library: Library, opened: OpenedVideo, request: ImportRequest
) -> Generator[Progress, None, ImportResult]:
    """Bring the labels of a file into the library; yields while pictures are compared.

    Labels of people are never replaced. Raises UserError, and then nothing is changed.
    """
    labels = yield from read_labels(opened, request)
    author = request.author or (JOB_PREFIX + labels.job if labels.job else UserSettings().author)
    counts = merge_labels(library, opened.video, labels, request.path, author)
    return ImportResult(counts, labels.notes)


def detect_format(path: Path) -> str:
    """The format of a file or folder, or of what is packed in an archive. Raises UserError."""
    with unpacked(path) as inner:
        return format_of(inner)


def read_labels(opened: OpenedVideo, request: ImportRequest) -> Generator[Progress, None, LabelSet]:
    """What a file, or the archive it is packed in, says of a video, without a change.

    Raises UserError where the labels do not fit the video, and where there are none.
    """
    yield Progress(0, 0)
    read: Reader = load(label_formats()[request.format].read)
    target = LabelTarget(opened.video, opened.table)
    with unpacked(request.path) as path:
        labels = read(path, target, request.options)
        # readers that compare pictures are generators, the others are quick
        result: LabelSet = (yield from labels) if isinstance(labels, Generator) else labels
    check_labels(result, opened.video, request.path.name)
    return result
