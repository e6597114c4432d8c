"""An export as work without Qt: the dry run, and the writing to disk or to S3.

The window and the command line both come here; what one can do, the other can.
"""

import shutil
from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.workflows.export.destination import (
    check_target,
    location_of,
    make_parent,
    path_of,
    target_notes,
)
from app.workflows.export.formats import export_formats
from app.workflows.export.selection import chosen_videos
from app.workflows.export.upload import send_export, stage_for
from storage.cloud.s3.location import S3Location
from storage.formats.catalog import load
from storage.formats.export.exporter import (
    BucketExporter,
    Exporter,
    NotedExporter,
    Videos,
    WrittenClip,
)
from storage.formats.export.options import ExportPlan, ExportRequest
from storage.library.library import Library
from storage.progress import Progress
from storage.resumable_folder import discard_partial


@dataclass(frozen=True, slots=True)
class ExportResult:
    """An export that is there, whole."""

    place: str  # path or address
    clips: tuple[WrittenClip, ...] = ()  # on this computer
    notes: tuple[str, ...] = ()  # what whoever reads it has to know


def exporter_of(format: str) -> Exporter:
    """The code behind a format of `export_formats`."""
    exporter: Exporter = load(export_formats()[format].write)
    return exporter


def writes_file(request: ExportRequest) -> bool:
    """Whether the export is one file, and not a folder."""
    return exporter_of(request.format).is_file(request)


def can_resume(request: ExportRequest) -> bool:
    """Whether an interrupted export of this kind leaves something to resume."""
    return request.to_s3 or export_formats()[request.format].resumable


def plan_export(
    library: Library, request: ExportRequest, login: S3Location | None
) -> Generator[Progress, None, ExportPlan]:
    """What the export would be; nothing is written, and S3 is not asked. Raises UserError."""
    videos = yield from chosen_videos(library, request)
    _check(request, login)
    exporter = exporter_of(request.format)
    estimate = yield from exporter.plan(videos, request)
    is_file = writes_file(request)
    return ExportPlan(
        estimate.frames,
        estimate.labels,
        estimate.bytes,
        1 if is_file else estimate.files,
        estimate.requests if request.to_s3 or request.ground_truth.prefix else 0,
        estimate.sequences,
        (
            *_left_out(request, videos),
            *_notes(exporter, videos),
            *target_notes(request, is_file, estimate.bytes),
        ),
    )


def run_export(
    library: Library, request: ExportRequest, login: S3Location | None, resume: bool = False
) -> Generator[Progress, None, ExportResult]:
    """Write the export; `resume` sends what an interrupted one to S3 has left. Raises UserError.

    What is interrupted stays where the format allows it, and can be resumed or discarded.
    """
    videos = yield from chosen_videos(library, request)
    _check(request, login)
    exporter = exporter_of(request.format)
    if not request.to_s3:
        path = path_of(request)
        make_parent(path)
        clips = yield from exporter.export(videos, request, path)
        return ExportResult(str(path), clips, _notes(exporter, videos))
    location = location_of(request, login)
    if isinstance(exporter, BucketExporter):
        yield from exporter.publish(videos, request, location)
    else:
        stage = _stage_of(library, request)
        write = partial(exporter.export, videos, request)
        yield from send_export(location, stage, write, writes_file(request), resume)
    return ExportResult(location.url, notes=_notes(exporter, videos))


def prepare_resume(library: Library, request: ExportRequest, login: S3Location | None) -> bool:
    """Whether the same export to S3 was begun before and can be resumed. Raises UserError.

    Its pictures are kept. A finished copy is removed, as labels may have changed since.
    """
    if not request.to_s3:
        return False
    stage = _stage_of(library, request)
    location = location_of(request, login)
    finished = stage / (location.prefix.rpartition("/")[2] or location.bucket)
    shutil.rmtree(finished, ignore_errors=True)
    finished.unlink(missing_ok=True)
    return stage.is_dir()


def discard_export(library: Library, request: ExportRequest) -> Generator[None, None, None]:
    """Remove what an interrupted export has left on this computer."""
    yield
    if request.to_s3:
        shutil.rmtree(_stage_of(library, request), ignore_errors=True)
    else:
        discard_partial(path_of(request))


def _check(request: ExportRequest, login: S3Location | None) -> None:
    joins = export_formats()[request.format].joins
    check_target(request, login, writes_file(request), joins)


def _left_out(request: ExportRequest, videos: Videos) -> list[str]:
    missing = len(request.videos) - len(videos)
    if not missing:
        return []
    return [f"{missing} of {len(request.videos)} videos have no such frames and are left out."]


def _notes(exporter: Exporter, videos: Videos) -> tuple[str, ...]:
    return exporter.notes(videos) if isinstance(exporter, NotedExporter) else ()


def _stage_of(library: Library, request: ExportRequest) -> Path:
    # the order of a set changes from one start of the program to the next
    fixed = (replace(request, classes=None), sorted(request.classes or ()))
    return stage_for(library, repr(fixed))
