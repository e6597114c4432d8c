"""Ground Truth data sets into the library, under the name of the job that made them."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from app.workflows.author import system_user
from app.workflows.label_import.merge import Imported, import_ball, import_clips, import_events
from app.workflows.videos import OpenedVideo
from storage.formats.groundtruth.read.read_labels import ImportChoices, VideoLabels, read_data_set
from storage.formats.groundtruth.schema.names import JOB_PREFIX
from storage.library.library import Library
from storage.progress import Progress


@dataclass(frozen=True, slots=True)
class ImportedDataSet:
    """What became of a data set, and what there is to say of it."""

    counts: Imported
    labels: VideoLabels


def import_data_set(
    library: Library,
    opened: OpenedVideo,
    path: Path,
    choices: ImportChoices,
    author: str | None = None,
) -> Generator[Progress, None, ImportedDataSet]:
    """Bring the labels at `path` into the library; yields while pictures are compared.

    Unless an `author` is named it is the job that made the labels, and if that is not known the
    user of this system. Labels of people are never replaced. Raises UserError, and then nothing
    is changed.
    """
    video = opened.video
    labels = yield from read_data_set(path, video, opened.table, choices)
    job = JOB_PREFIX + labels.job if labels.job else system_user()
    who, when = author or job, labels.created
    parts = [
        import_ball(library, video, labels.balls, path, who, when, labels.exact),
        import_events(library, video, labels.events, who, when),
        import_clips(library, video, labels.clips, who, when),
    ]
    counts = Imported(
        sum(part.written for part in parts),
        sum(part.proposed for part in parts),
        sum(part.same for part in parts),
    )
    return ImportedDataSet(counts, labels)
