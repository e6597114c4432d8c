"""What the tests of exports share: two known videos with labels, and a request of one."""

from collections.abc import Callable, Generator
from dataclasses import replace
from pathlib import Path
from shutil import copy
from typing import Any
from uuid import UUID

import pytest

from app.workflows.export.run import run_export
from app.workflows.videos import open_video
from storage.errors import UserError
from storage.formats.export.options import ExportRequest
from storage.library.journal.journal import write_gesture
from storage.library.library import Library
from storage.records import (
    BallLabel,
    Clip,
    Event,
    Label,
    Video,
    Visibility,
    ball_key,
    clip_key,
    event_key,
)
from tests.app.rally import ball_at
from tests.draining import drained

REVIEWED = range(10, 20)
Choose = Callable[..., ExportRequest]


@pytest.fixture
def video(library: Library, clip: Path) -> Video:
    """The clip with labels on ten frames, two events and a kept clip."""
    known = drained(open_video(library, clip)).video
    label(library, known)
    return known


@pytest.fixture
def other(library: Library, clip: Path, tmp_path: Path) -> Video:
    """Another video of the same name, of which nothing is known."""
    (tmp_path / "other").mkdir()
    path = tmp_path / "other" / clip.name
    copy(clip, path)
    with path.open("ab") as file:
        file.write(bytes(64))  # so that it is another video to the library
    return drained(open_video(library, path)).video


@pytest.fixture
def choose(video: Video, tmp_path: Path) -> Choose:
    """Makes a request of the labelled video, to be written into a folder of the test."""

    def make(format: str, **fields: Any) -> ExportRequest:
        plain = ExportRequest(format, (video.fingerprint,), str(tmp_path / "out"), "result")
        return replace(plain, **fields)

    return make


def label(library: Library, known: Video) -> None:
    labels: dict[str, Label | None] = {
        ball_key(frame): BallLabel(Visibility.CLEAR, *ball_at(frame)) for frame in REVIEWED
    }
    moments: dict[str, Label | None] = {
        event_key(UUID(int=1)): Event(12, "hit"),
        event_key(UUID(int=2)): Event(30, "bounce"),
        clip_key(UUID(int=3)): Clip(5, 25, "rally"),
    }
    with library.connect() as db:
        write_gesture(db, known.fingerprint, labels | moments, "ana")


def exported(library: Library, request: ExportRequest, **more: Any) -> Path:
    """Where the export of `request` is."""
    return Path(drained(run_export(library, request, None, **more)).place)


def refused(work: Generator[object, None, object]) -> UserError:
    """Why an export or its dry run is refused."""
    with pytest.raises(UserError) as refusal:
        drained(work)
    return refusal.value
