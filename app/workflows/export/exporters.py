"""What each format does with the chosen videos: what it would cost, and the writing."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.workflows.export.clips import CLIPS, OVERLAY
from app.workflows.export.labelled_video import DATA_SETS
from app.workflows.export.tables import BALL, EVENTS, TRACKNET
from storage.cloud.s3.location import S3Location
from storage.formats.export.data_set_plan import plan_data_set
from storage.formats.export.dataset import DataSetRequest, export_data_set
from storage.formats.export.options import ExportChoice
from storage.formats.export.request import Exported, ExportRequest, LabelledVideo, Plan, Task
from storage.formats.groundtruth.write.exporting import export as export_ground_truth
from storage.formats.groundtruth.write.exporting import plan as plan_ground_truth
from storage.library.library import Library
from storage.media.images import ImageKind
from storage.progress import Progress

Videos = Sequence[LabelledVideo]
Planning = Generator[Progress, None, Plan]
Writing = Generator[Progress, None, str]  # returns what is to be said of it, or nothing
_IMAGES: dict[str, ImageKind] = {"jpeg": "jpeg", "png": "png"}


@dataclass(frozen=True, slots=True)
class Backend:
    """The two halves of an export."""

    plan: Callable[[Videos, ExportChoice], Planning]
    export: Callable[[Library, Videos, ExportChoice, Path], Writing]


def backend_of(format: str) -> Backend:
    """The code behind a row of `FORMATS`."""
    return _BACKENDS[format]


def publish_ground_truth(videos: Videos, choice: ExportChoice, place: S3Location) -> Writing:
    """Write a Ground Truth data set straight into a bucket."""
    return _said(export_ground_truth(_labelling(videos, choice, place)))


def _data_set(name: str) -> Backend:
    format = DATA_SETS[name]

    def plan(videos: Videos, choice: ExportChoice) -> Planning:
        return plan_data_set(format, _request(videos, choice, Path()))

    def export(library: Library, videos: Videos, choice: ExportChoice, out: Path) -> Writing:
        return _said(export_data_set(format, _request(videos, choice, out)))

    return Backend(plan, export)


def _request(videos: Videos, choice: ExportChoice, out: Path) -> DataSetRequest:
    return DataSetRequest(
        videos,
        out,
        every=choice.every,
        images=_IMAGES.get(choice.images),
        effective=choice.effective,
        size=float(choice.size),
        keypoints=choice.keypoints,
        validation=choice.validation / 100,
        classes=choice.classes or frozenset(),
        half=choice.half,
    )


def _labelling(videos: Videos, choice: ExportChoice, out: Path | S3Location) -> ExportRequest:
    return ExportRequest(
        videos,
        out,
        Task(choice.task or Task.KEYPOINTS),
        datetime.now(UTC),
        classes=choice.classes or frozenset(),
        every=choice.every,
        images=_IMAGES.get(choice.images, "jpeg"),
        effective=choice.effective,
        radius=choice.size // 2,
    )


def _said(work: Generator[Progress, None, Exported]) -> Writing:
    yield from work
    return ""


def _plan_labelling(videos: Videos, choice: ExportChoice) -> Planning:
    return plan_ground_truth(_labelling(videos, choice, Path(choice.name)))


def _export_labelling(library: Library, videos: Videos, choice: ExportChoice, out: Path) -> Writing:
    return _said(export_ground_truth(_labelling(videos, choice, out)))


_BACKENDS = {
    "groundtruth": Backend(_plan_labelling, _export_labelling),
    **{name: _data_set(name) for name in DATA_SETS},
    "csv": Backend(BALL.plan, BALL.export),
    "tracknet-csv": Backend(TRACKNET.plan, TRACKNET.export),
    "events-csv": Backend(EVENTS.plan, EVENTS.export),
    "clips": Backend(CLIPS.plan, CLIPS.export),
    "overlay": Backend(OVERLAY.plan, OVERLAY.export),
}
