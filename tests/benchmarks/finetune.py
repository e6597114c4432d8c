"""What 400 labelled frames of a venue bring on its other rallies, as Markdown table lines.

The model must never have seen the venue. FINETUNE_MODEL names it, or its folder; FINETUNE_VENUE is
a folder of the labelled badminton footage, FINETUNE_STEPS the steps of the training: by default
the model that is used by default, jakarta, and what `touchline train ball` takes by itself.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from app.cli.main import main
from inference.ball.evaluation.metrics import BallMetrics
from inference.models.locations import DEFAULT
from storage.formats.tables.ball_csv import read_ball_csv, write_ball_csv
from storage.library.library import open_library
from storage.records import BallRow
from tests.benchmarks.accuracy import score_of
from tests.conftest import FOOTAGE

LABELS = 400


def run() -> Iterator[str]:
    """Train on the first rallies of the venue, up to 400 labels; judge by all that follow."""
    venue = FOOTAGE / "badminton" / os.environ.get("FINETUNE_VENUE", "jakarta")
    model = os.environ.get("FINETUNE_MODEL", DEFAULT)
    rallies = sorted(venue.glob("*.mp4"))
    if not rallies:
        yield "The labelled footage is not here."
        return
    with TemporaryDirectory() as name:
        folder = Path(name)
        others = _labelled_frames(rallies, folder / "labels")
        library = open_library(folder / "library")
        minutes = _trained(folder, model)
        if minutes is None:
            yield "The training failed."
            return
        before, after = (score_of(library, others, each)[0] for each in (model, "tuned"))
    judged = f"{len(others)} other rallies of {venue.name}"
    yield f"| {judged} | frames | f1 | hit | precision |"
    yield "|---|---:|---:|---:|---:|"
    yield _line(f"{Path(model).name}, before", before)
    yield _line(f"after {LABELS} labelled frames", after)
    yield ""
    yield f"Trained for {minutes[0]:.1f} minutes, {minutes[1]:.1f} of CPU time, reading included."


def _labelled_frames(rallies: list[Path], folder: Path) -> list[Path]:
    """Write the first labels of `rallies` into `folder`; returns the rallies without any there."""
    folder.mkdir()
    left = LABELS
    for number, video in enumerate(rallies):
        if not left:
            return rallies[number:]
        rows: list[BallRow] = read_ball_csv(video.with_suffix(".ball.csv"))[:left]
        left -= len(rows)
        (folder / video.name).symlink_to(video)
        write_ball_csv(folder / f"{video.stem}.ball.csv", rows)
    return []


def _trained(folder: Path, model: str) -> tuple[float, float] | None:
    """Minutes and CPU minutes that the command took, None if it failed."""
    words = ["--library", str(folder / "library"), "train", "ball", str(folder / "labels")]
    words += ["--from", model, "--hold-out", "nothing", "--name", "tuned"]
    if steps := os.environ.get("FINETUNE_STEPS"):
        words += ["--steps", steps]
    started, busy = time.perf_counter(), time.process_time()
    if main(words) != 0:
        return None
    return (time.perf_counter() - started) / 60, (time.process_time() - busy) / 60


def _line(name: str, score: BallMetrics) -> str:
    return f"| {name} | {score.frames} | {score.f1:.3f} | {score.hit:.3f} | {score.precision:.3f} |"
