"""Kills `touchline analyze` again and again, and compares what comes of it with one left alone."""

from contextlib import closing
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random
from time import monotonic, sleep
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.cli.main import main
from storage.library.database import rows
from storage.library.library import open_library
from storage.library.predictions.predictions import candidates, done_chunks, predicted_track
from storage.library.predictions.runs import active_run, runs
from storage.media.fingerprint import fingerprint
from storage.records import BallTrack, Candidates, Run
from tests.forking import finished, running

_PATIENCE = 300.0  # seconds after which something is wrong
_GLANCE = 0.01  # seconds between two looks into the library


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a library holds of a video after its analysis."""

    runs: int
    run: Run  # the active one
    candidates: Candidates
    track: BallTrack

    def differing(self, other: "Outcome") -> tuple[int, int]:
        """Frames whose candidates are not those of `other`, and frames of the track."""
        return _differing(self.candidates, other.candidates), _differing(self.track, other.track)


def analysed(video: Path, library: Path, model: str, out: Path) -> None:
    """Run `touchline analyze` to its end."""
    if status := finished(main, _words(video, library, model, out)).returncode:
        raise AssertionError(f"analyze ended with {status}")


def killed(video: Path, library: Path, model: str, out: Path, random: Random, most: int) -> int:
    """Kill an analysis in the half second after one of its next chunks, 0 to `most`, by chance.

    Returns the chunks that the library has then. An analysis that ends before is not killed.
    """
    wanted = _chunks(library, video) + random.randint(0, most)
    deadline = monotonic() + _PATIENCE
    with running(main, _words(video, library, model, out)) as process:
        while process.returncode is None and _chunks(library, video) < wanted:
            if monotonic() > deadline:
                raise AssertionError("the analysis did not get to its next chunk")
            sleep(_GLANCE)
        sleep(random.uniform(0, 0.5))
        process.kill()
    return _chunks(library, video)


def outcome(video: Path, library: Path) -> Outcome:
    """What `library` holds of `video`; AssertionError if its file is damaged."""
    identity = fingerprint(video)
    with closing(open_library(library).connect()) as db:
        assert rows(db, "pragma integrity_check") == [("ok",)]
        run = active_run(db, identity)
        assert run is not None
        found = candidates(db, run.id, run.first, run.stop)
        track = predicted_track(db, run.id, run.stop)
        return Outcome(len(runs(db, identity)), run, found, track)


def _words(video: Path, library: Path, model: str, out: Path) -> list[str]:
    words = ["--library", library, "analyze", video, "--model", model, "--out", out]
    return [*map(str, words), "--device", "cpu"]


def _chunks(library: Path, video: Path) -> int:
    """Chunks that the library's runs of `video` have done."""
    if not (library / "library.db").exists():
        return 0
    with closing(open_library(library).connect()) as db:
        return sum(len(done_chunks(db, run.id)) for run in runs(db, fingerprint(video)))


def _differing(one: Candidates | BallTrack, other: Candidates | BallTrack) -> int:
    """Frames in which any of the arrays differ."""
    same = [_same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one)]
    return int(np.count_nonzero(~np.logical_and.reduce(same)))


def _same(a: NDArray[Any], b: NDArray[Any]) -> NDArray[np.bool_]:
    both = (a == b) | ((a != a) & (b != b))  # NaN is as NaN is
    return np.asarray(both.reshape(len(both), -1).all(1))
