"""Exports to S3 that are files first: written into the library's folder, sent, and removed."""

import hashlib
import shutil
from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path

from storage.cloud.s3.bucket import Bucket, connect
from storage.cloud.s3.location import S3Location
from storage.cloud.transfer.transfers import Upload, upload
from storage.errors import UserError
from storage.files import plain_write_errors
from storage.library.library import Library
from storage.progress import Progress

Write = Callable[[Path], Generator[Progress, None, object]]


def send_export(
    place: S3Location, stage: Path, write: Write, is_file: bool = False, resume: bool = False
) -> Generator[Progress, None, None]:
    """Write into `stage` and send that to `place`; `resume` takes what an interruption has left.

    Refused where something lies at `place` already, unless it is being resumed. Raises
    UserError.
    """
    folder, _, name = place.prefix.rpartition("/")
    path = stage / (name or place.bucket)
    # of one file the place is the object itself: its key counts from the folder above
    bucket = connect(replace(place, prefix=folder) if is_file else place)
    if not resume:
        _check_free(bucket, name if is_file else "")
        shutil.rmtree(stage, ignore_errors=True)
    with plain_write_errors(stage):
        stage.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        yield from _first_half(write(path))
    for step in upload(bucket, _uploads(path), memory=stage):
        yield Progress(step.files_total + step.files_done, 2 * step.files_total, "steps")
    shutil.rmtree(stage, ignore_errors=True)


def stage_for(library: Library, what: str) -> Path:
    """Where an export for S3 lies on its way there; another `what` has another folder."""
    return library.exports / f".sending-{hashlib.sha256(what.encode()).hexdigest()[:16]}"


def _check_free(bucket: Bucket, name: str) -> None:
    """Refuse a place that is taken, by the object `name` or, if that is "", by any object."""
    if any(not name or entry.key == name for entry in bucket.list(name)):
        raise UserError(
            f"{bucket.place.url}/{name}".rstrip("/") + " already exists.", "Enter another name."
        )


def _first_half(work: Generator[Progress, None, object]) -> Generator[Progress, None, None]:
    """Writing is one half of what there is to do, sending the other."""
    for step in work:
        yield Progress(step.done, 2 * max(1, step.total), "steps")


def _uploads(path: Path) -> list[Upload]:
    if path.is_file():
        return [Upload(path, path.name)]
    files = sorted(file for file in path.rglob("*") if file.is_file())
    return [Upload(file, file.relative_to(path).as_posix()) for file in files]
