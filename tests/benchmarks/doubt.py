"""Fits and judges the probability that a frame is wrong, each venue held out in turn.

    python -m tests.benchmarks.doubt LIBRARY [MODEL=VENUE,VENUE …] [--write]

LIBRARY holds analyses of labelled videos (VIDEO.ball.csv beside each). Only models that have not
seen a video may judge it: `MODEL=VENUE,VENUE` takes these venues alone of a model, `MODEL` all.
The venue is the name of the video up to the first underscore. `--write` stores the fit of all
of it in resources/review/doubt.json, for "motion" and for networks.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.workflows.analysis.run_track import stored_model_track
from app.workflows.evaluation.ground_truth import ground_truth_of
from inference.review.doubt_fit import DoubtSample, fit_doubt
from inference.review.evidence import QueueInput, frame_evidence
from inference.review.wrong_frames import LabelledBall, wrong_frames
from storage.library.library import Library, open_library
from storage.library.predictions.predictions import candidates
from storage.library.predictions.runs import runs
from storage.library.videos import recent_videos

RESOURCE = Path("resources/review/doubt.json")


@dataclass(frozen=True, eq=False)
class VenueSample:
    """A video as one model sees it."""

    model: str
    venue: str
    sample: DoubtSample


def main(arguments: list[str]) -> int:
    """Print the table; store the fit if asked."""
    library, *models = (word for word in arguments if word != "--write")
    wanted = {name: venues for name, _, venues in (m.partition("=") for m in models)}
    samples = list(read_samples(open_library(Path(library)), wanted))
    kinds = {
        "motion": [s for s in samples if s.model == "motion"],
        "network": [s for s in samples if s.model != "motion"],
    }
    print("model | venue | frames | wrong | ranking | in the first tenth | calibration error")
    for kind in kinds.values():
        for line in _held_out(kind):
            print(line, flush=True)
    if "--write" in arguments:
        fitted = {
            name: fit_doubt([s.sample for s in kind]).to_json() for name, kind in kinds.items()
        }
        RESOURCE.write_text(_text(fitted), encoding="utf-8")
    return 0


def read_samples(library: Library, wanted: dict[str, str]) -> Iterator[VenueSample]:
    """The evidence of all videos that the wanted models have analysed."""
    with library.connect() as db:
        for summary in recent_videos(db):
            video = summary.video
            venue = video.path.stem.split("_")[0]
            truth = LabelledBall.of(
                ground_truth_of(library, video, video.path.parent).positions, video.frames
            )
            for run in runs(db, video.fingerprint):
                venues = wanted.get(run.model)
                if venues is None or (venues and venue not in venues.split(",")):
                    continue
                track = stored_model_track(db, video, run).track
                peaks = candidates(db, run.id, 0, video.frames)
                given = QueueInput(peaks, track, video.width, video.height)
                wrong = wrong_frames(track, truth, video.width)
                sample = DoubtSample(frame_evidence(given), truth.labelled, wrong)
                yield VenueSample(run.model, venue, sample)


def _text(fitted: object) -> str:
    """JSON with a line for each list."""
    text = json.dumps(fitted, indent=1)
    return re.sub(r"\[[^]]*\]", lambda found: " ".join(found[0].split()), text) + "\n"


def _held_out(samples: list[VenueSample]) -> Iterator[str]:
    """One line for each model and venue, judged by a fit without that venue."""
    for venue in sorted({s.venue for s in samples}):
        others = [s.sample for s in samples if s.venue != venue]
        if not others:
            continue
        fitted = fit_doubt(others)
        for model in sorted({s.model for s in samples if s.venue == venue}):
            own = [s.sample for s in samples if s.venue == venue and s.model == model]
            doubt = np.concatenate([fitted.wrong(s.evidence)[s.labelled] for s in own])
            wrong = np.concatenate([s.wrong[s.labelled] for s in own])
            yield (
                f"{model} | {venue} | {len(doubt)} | {wrong.mean():.3f} | "
                f"{ranking(doubt, wrong):.3f} | {in_first_tenth(doubt, wrong):.2f} | "
                f"{calibration_error(doubt, wrong):.3f}"
            )


def ranking(doubt: np.ndarray, wrong: np.ndarray) -> float:
    """The share of pairs of a wrong and a right frame in which the wrong one is doubted more."""
    order = np.argsort(doubt)
    rank = np.empty(len(doubt))
    rank[order] = np.arange(len(doubt))
    return float((rank[wrong].mean() - (wrong.sum() - 1) / 2) / max((~wrong).sum(), 1))


def in_first_tenth(doubt: np.ndarray, wrong: np.ndarray) -> float:
    """Of the wrong frames that fit into the first tenth of all frames, those that are there."""
    count = max(len(doubt) // 10, 1)
    first = np.argsort(-doubt, kind="stable")[:count]
    return float(wrong[first].sum() / max(min(count, wrong.sum()), 1))


def calibration_error(doubt: np.ndarray, wrong: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: by how much promised and true shares differ, over ten bins."""
    number = np.minimum((doubt * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(doubt[number == i].mean() - wrong[number == i].mean()) * (number == i).mean()
            for i in range(bins)
            if (number == i).any()
        )
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
