"""An export as work without Qt: the dry run, and the writing to disk or to S3."""

import shutil
from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.workflows.export.exporters import Backend, Videos, backend_of, publish_ground_truth
from app.workflows.export.formats import writes_file
from app.workflows.export.selection import chosen_videos
from app.workflows.export.targets import check_target, make_parent, notes_on, path_of, place_of
from app.workflows.export.upload import send_export, stage_for
from storage.cloud.s3.location import S3Location
from storage.errors import UserError
from storage.files import plain_write_errors
from storage.formats.export.options import ExportChoice, ExportPlan
from storage.library.library import Library
from storage.progress import Progress
from storage.resumable_folder import discard_partial


@dataclass(frozen=True, slots=True)
class Finished:
    """An export that is there, whole."""

    place: str  # path or address
    said: str = ""  # what else is to be known of it


@dataclass(frozen=True, slots=True)
class Refused:
    """An export that the world does not allow."""

    error: UserError


def plan_export(
    library: Library, choice: ExportChoice, login: S3Location | None
) -> Generator[Progress, None, ExportPlan | Refused]:
    """What the export would be; nothing is written, nobody is asked over the network."""
    try:
        videos = yield from chosen_videos(library, choice)
        is_file = writes_file(choice)
        check_target(choice, login, is_file)
        plan = yield from backend_of(choice.format).plan(videos, choice)
        notes = [*_left_out(choice, videos), *notes_on(choice, is_file, plan.bytes)]
        return ExportPlan(
            plan.frames,
            plan.labels,
            plan.bytes,
            _files(choice, plan.requests),
            plan.requests if choice.to_s3 else 0,
            tuple(notes),
        )
    except UserError as error:
        return Refused(error)


def run_export(
    library: Library, choice: ExportChoice, login: S3Location | None, goes_on: bool = False
) -> Generator[Progress, None, Finished | Refused]:
    """Write the export; `goes_on` takes what an interrupted one has left.

    What is interrupted stays where the format allows it, and can be gone on with or discarded.
    """
    try:
        videos = yield from chosen_videos(library, choice)
        backend = backend_of(choice.format)
        if not choice.to_s3:
            return (yield from _to_disk(library, videos, choice, backend))
        place = place_of(choice, login)
        if choice.format == "groundtruth":
            said = yield from publish_ground_truth(videos, choice, place)
            return Finished(place.url, said)
        stage = _stage_of(library, choice)
        write = partial(backend.export, library, videos, choice)
        yield from send_export(place, stage, write, writes_file(choice), goes_on)
        return Finished(place.url)
    except UserError as error:
        return Refused(error)


def discard_export(library: Library, choice: ExportChoice) -> Generator[None, None, None]:
    """Remove what an interrupted export has left on this computer."""
    yield
    if choice.to_s3:
        shutil.rmtree(_stage_of(library, choice), ignore_errors=True)
    else:
        discard_partial(path_of(choice))


def _to_disk(
    library: Library, videos: Videos, choice: ExportChoice, backend: Backend
) -> Generator[Progress, None, Finished]:
    path = path_of(choice)
    with plain_write_errors(path):
        make_parent(path)
    said = yield from backend.export(library, videos, choice, path)
    return Finished(str(path), said)


def _files(choice: ExportChoice, requests: int) -> int:
    if choice.format == "groundtruth":
        return 0  # its requests are more than its files, and it does not say how many these are
    return 1 if writes_file(choice) else requests


def _left_out(choice: ExportChoice, videos: Videos) -> list[str]:
    left = len(choice.videos) - len(videos)
    if not left:
        return []
    return [f"{left} of {len(choice.videos)} videos have no such frames, and are left out."]


def _stage_of(library: Library, choice: ExportChoice) -> Path:
    # the order of a set changes from one start of the program to the next
    return stage_for(library, repr((replace(choice, classes=None), sorted(choice.classes or ()))))
