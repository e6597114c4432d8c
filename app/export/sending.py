"""Exports to S3 that are files first: written into the library's folder, sent, and taken away."""

import hashlib
import shutil
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

from app.export.backends import Backend, Videos
from app.export.formats import writes_file
from storage.cloud.bucket import Bucket, connect
from storage.cloud.place import Place
from storage.cloud.transfers import Upload, upload
from storage.errors import UserError
from storage.files import plain_write_errors
from storage.library.library import Library
from storage.progress import Progress
from widgets.export_choice import ExportChoice


def send_export(
    library: Library,
    place: Place,
    choice: ExportChoice,
    backend: Backend,
    videos: Videos,
    goes_on: bool,
) -> Generator[Progress, None, None]:
    """Write and send; `goes_on` takes what an interruption has left. Raises UserError.

    Refused where something lies at `place` already, unless we have begun to send it.
    """
    stage = stage_of(library, choice)
    path, bucket = stage / choice.name, _bucket(place, choice)
    if not goes_on:
        _check_free(bucket, choice)
        shutil.rmtree(stage, ignore_errors=True)
    with plain_write_errors(stage):
        stage.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        yield from _first_half(backend.export(library, videos, choice, path))
    for step in upload(bucket, _uploads(path), memory=stage):
        yield Progress(step.files_total + step.files_done, 2 * step.files_total)
    shutil.rmtree(stage, ignore_errors=True)


def stage_of(library: Library, choice: ExportChoice) -> Path:
    """Where an export for S3 lies on its way there; another choice has another folder."""
    # the order of a set changes from one start of the program to the next
    said = repr((replace(choice, classes=None), sorted(choice.classes or ())))
    return library.exports / f".sending-{hashlib.sha256(said.encode()).hexdigest()[:16]}"


def _bucket(place: Place, choice: ExportChoice) -> Bucket:
    """What keys are counted from: the data set's folder, or the one that the file lies in."""
    if not writes_file(choice):
        return connect(place)
    return connect(replace(place, prefix=place.prefix.rpartition("/")[0]))


def _check_free(bucket: Bucket, choice: ExportChoice) -> None:
    if writes_file(choice):
        taken = any(entry.key == choice.name for entry in bucket.list(choice.name))
    else:
        taken = any(True for _ in bucket.list())
    if taken:
        raise UserError(f"There is something in {choice.target} already.", "Choose another name.")


def _first_half(work: Generator[Progress, None, str]) -> Generator[Progress, None, None]:
    """Writing is one half of what there is to do, sending the other."""
    for step in work:
        yield Progress(step.done, 2 * max(1, step.total))


def _uploads(path: Path) -> list[Upload]:
    if path.is_file():
        return [Upload(path, path.name)]
    files = sorted(file for file in path.rglob("*") if file.is_file())
    return [Upload(file, file.relative_to(path).as_posix()) for file in files]
