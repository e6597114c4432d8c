"""Values for tests of the library, where only what the test is about needs saying."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from numpy.typing import ArrayLike
from sqlite_utils import Database

from storage.library.kinds.registry import KINDS
from storage.library.labels import labels_of_kind, record_key
from storage.library.predictions.predictions import put_track
from storage.library.predictions.runs import activate_run, put_run
from storage.library.videos import video_id
from storage.records import (
    LIBRARY,
    BallLabel,
    Candidates,
    Label,
    Run,
    Source,
    Video,
    Visibility,
)

OtherDevice = Callable[[], AbstractContextManager[None]]

VIDEO = "ab" * 32  # the fingerprint of the video that the `db` fixture knows


def video(**fields: Any) -> Video:
    plain = Video(VIDEO, Path("/videos/final.mp4"), 1000, 1280, 720, 40.0, Fraction(25))
    return replace(plain, **fields)


def run(**fields: Any) -> Run:
    created = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    plain = Run(uuid4(), VIDEO, "motion", "", "{}", 0, 1000, "cpu", created)
    return replace(plain, **fields)


def ball(x: float = 10.0, y: float = 20.0, **fields: Any) -> BallLabel:
    return replace(BallLabel(Visibility.CLEAR, x, y), **fields)


def present_labels(db: Database, video: str) -> dict[str, Label]:
    """All labels of the video, or of LIBRARY, by record key."""
    return {
        record_key(kind, place): stored.label
        for kind in KINDS.values()
        if kind.of_library == (video == LIBRARY)
        for place, stored in labels_of_kind(db, kind, video).items()
    }


def present(db: Database) -> dict[str, Label]:
    """All labels of VIDEO by record key."""
    return present_labels(db, VIDEO)


def video_number(db: Database) -> int:
    """What VIDEO is called in the tables."""
    return video_id(db, VIDEO)


def some_candidates(frames: int, peaks: int = 3, seed: int = 0) -> Candidates:
    """Random candidates and cuts; the last peak of every frame is not there."""
    random = np.random.default_rng(seed)
    x, y, score = random.random((3, frames, peaks), np.float32)
    for values in (x, y, score):
        values[:, -1:] = np.nan
    return Candidates(x, y, score, cut=random.random(frames) < 0.1)


def predict(db: Database, x: ArrayLike, first: int = 0, **fields: Any) -> UUID:
    """Make and show a run that sees the ball at (x, 2x) in the frames from `first`."""
    made = run(**fields)
    put_run(db, made)
    activate_run(db, VIDEO, made.id)
    put_positions(db, made.id, x, first)
    return made.id


def put_positions(db: Database, id: UUID, x: ArrayLike, first: int = 0) -> None:
    """Write a track at (x, 2x), seen where x is a number, with confidence 0.5."""
    at = np.asarray(x, np.float64)
    count = len(at)
    confidence = np.full(count, 0.5, np.float32)
    source = np.full(count, Source.MODEL, np.uint8)
    put_track(db, id, first, np.isfinite(at), at, 2 * at, confidence, source)
