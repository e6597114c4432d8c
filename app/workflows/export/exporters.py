"""What each format does with the chosen videos: estimating the export, and writing it."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.workflows.export.clips import (
    Writing,
    export_clips,
    export_overlays,
    plan_cut,
    plan_overlays,
)
from app.workflows.export.formats import data_set_format, has_pictures
from app.workflows.export.tables import BALL, EVENTS, TRACKNET
from storage.cloud.s3.location import S3Location
from storage.formats.export.dataset import (
    DataSetFormat,
    DataSetRequest,
    export_data_set,
    plan_data_set,
)
from storage.formats.export.options import ExportRequest
from storage.formats.export.request import (
    Exported,
    ExportEstimate,
    GroundTruthRequest,
    GroundTruthTask,
    LabelledVideo,
)
from storage.formats.groundtruth.write.exporting import export as export_ground_truth
from storage.formats.groundtruth.write.exporting import plan as plan_ground_truth
from storage.media.images import ImageKind
from storage.progress import Progress

Videos = Sequence[LabelledVideo]
Planning = Generator[Progress, None, ExportEstimate]
_IMAGES: dict[str, ImageKind] = {"jpeg": "jpeg", "png": "png"}


@dataclass(frozen=True, slots=True)
class Exporter:
    """The two halves of an export."""

    plan: Callable[[Videos, ExportRequest], Planning]
    export: Callable[[Videos, ExportRequest, Path], Writing]


def exporter_of(format: str) -> Exporter:
    """The code behind a row of `FORMATS`."""
    data_set = data_set_format(format)
    return _EXPORTERS[format] if data_set is None else _data_set(data_set)


def publish_ground_truth(videos: Videos, request: ExportRequest, location: S3Location) -> Writing:
    """Write a Ground Truth data set straight into a bucket."""
    return _without_result(export_ground_truth(_ground_truth(videos, request, location)))


def _data_set(format: DataSetFormat) -> Exporter:
    def plan(videos: Videos, request: ExportRequest) -> Planning:
        return plan_data_set(format, _data_set_request(videos, request, Path(request.name)))

    def export(videos: Videos, request: ExportRequest, out: Path) -> Writing:
        return _without_result(export_data_set(format, _data_set_request(videos, request, out)))

    return Exporter(plan, export)


def _data_set_request(videos: Videos, request: ExportRequest, out: Path) -> DataSetRequest:
    return DataSetRequest(
        videos,
        out,
        every=request.every,
        images=_IMAGES.get(request.images) if has_pictures(request.format) else None,
        effective=request.effective,
        size=request.size,
        keypoints=request.keypoints,
        validation=request.validation,
        classes=request.classes or frozenset(),
        half=request.half,
    )


def _ground_truth(
    videos: Videos, request: ExportRequest, out: Path | S3Location
) -> GroundTruthRequest:
    more = request.ground_truth
    return GroundTruthRequest(
        videos,
        out,
        GroundTruthTask(request.task or GroundTruthTask.KEYPOINTS),
        datetime.now(UTC),
        classes=request.classes or frozenset(),
        every=request.every,
        images=_IMAGES.get(request.images, "jpeg"),
        effective=request.effective,
        attribute=more.attribute,
        job=more.job,
        prefix=more.prefix,
        radius=int(request.size) // 2,
        around=more.around,
        length=more.length,
        onto=more.onto,
    )


def _without_result(work: Generator[Progress, None, Exported]) -> Writing:
    yield from work
    return ()


def _plan_ground_truth(videos: Videos, request: ExportRequest) -> Planning:
    return plan_ground_truth(_ground_truth(videos, request, Path(request.name)))


def _export_ground_truth(videos: Videos, request: ExportRequest, out: Path) -> Writing:
    return _without_result(export_ground_truth(_ground_truth(videos, request, out)))


_EXPORTERS = {
    "groundtruth": Exporter(_plan_ground_truth, _export_ground_truth),
    "csv": Exporter(BALL.plan, BALL.export),
    "tracknet-csv": Exporter(TRACKNET.plan, TRACKNET.export),
    "events-csv": Exporter(EVENTS.plan, EVENTS.export),
    "clips": Exporter(plan_cut, export_clips),
    "overlay": Exporter(plan_overlays, export_overlays),
}
