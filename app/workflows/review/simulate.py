"""What reviewing tracked videos would cost an analyst who knows their labels, by way of working."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.workflows.analysis.run_track import stored_model_track
from app.workflows.evaluation.ground_truth import ground_truth_of
from app.workflows.review.doubt import frames_per_second
from app.workflows.videos import open_video
from inference.review.doubt import DoubtModel, shipped_doubt
from inference.review.evidence import QueueInput
from inference.review.key_frames import Filling, filled_between
from inference.review.segments import DoubtfulPlace
from inference.review.simulated_reviewer import (
    GOAL,
    LivingQueue,
    ReviewCost,
    ReviewedClip,
    ReviewStyle,
    review_frames,
    review_places,
    share_right,
)
from inference.review.wrong_frames import LabelledBall
from storage.errors import UserError
from storage.library.library import Library
from storage.library.predictions.predictions import candidates
from storage.library.predictions.runs import active_run, runs
from storage.progress import Progress, map_steps
from storage.records import BallTrackBuilder, Run, Source, Video

_KEYS = (12, 8, 6, 5, 4, 3, 2)  # frames from one key frame to the next that are tried
_KEY_FRAME = 1.5  # seconds that a key frame takes: to look, and to click
_PLAIN = ReviewStyle(heals=False, fills=False)


@dataclass(frozen=True, slots=True)
class SimulationRequest:
    """Which videos, what is true of them, and whose track is reviewed."""

    videos: tuple[Path, ...]
    labels: Path | None = None
    model: str | None = None  # the active run by default


@dataclass(frozen=True, slots=True)
class SimulatedWay:
    """One way of working, and what it costs."""

    name: str
    cost: ReviewCost
    harm: float | None = None  # frames that healing spoiled, to those it mended


@dataclass(frozen=True, slots=True)
class SimulationReport:
    """All ways side by side; ratios are to frame by frame."""

    frames: int
    right_before: float  # share of visible balls
    ways: tuple[SimulatedWay, ...]

    def lines(self) -> Iterator[str]:
        """A table in Markdown."""
        base = next(way.cost for way in self.ways if way.name == _BASE)
        yield f"{self.frames} frames; {self.right_before:.1%} of the visible balls right before"
        yield ""
        yield "| way of working | looked at | ratio | gestures | ratio | seconds | ratio | 99 % |"
        yield "|---|---:|---:|---:|---:|---:|---:|---|"
        for way in self.ways:
            cost = way.cost
            yield (
                f"| {way.name} | {cost.looked} | {cost.looked / base.looked:.2f} "
                f"| {cost.gestures} | {cost.gestures / base.gestures:.2f} "
                f"| {cost.seconds:.0f} | {cost.seconds / base.seconds:.2f} "
                f"| {'reached' if cost.reached else 'not reached'} |"
            )
        for way in self.ways:
            if way.harm is not None:
                yield f"\n{way.name}: frames made wrong to frames mended {way.harm:.0%}"

    def values(self) -> dict[str, object]:
        """The same for JSON."""
        return {
            "frames": self.frames,
            "right_before": self.right_before,
            "ways": {
                way.name: {
                    "looked": way.cost.looked,
                    "gestures": way.cost.gestures,
                    "seconds": way.cost.seconds,
                    "reached": way.cost.reached,
                    "harm": way.harm,
                }
                for way in self.ways
            },
        }


_BASE = "frame by frame"


def simulate_review(
    library: Library, request: SimulationRequest
) -> Generator[Progress, None, SimulationReport]:
    """Review the videos, which a model must have tracked, in every way there is.

    UserError where one has no labels or no such run.
    """
    clips: list[ReviewedClip] = []
    model = request.model
    for path in request.videos:
        opened = yield from map_steps(open_video(library, path), lambda step: step)
        run, clip = _clip(library, opened.video, request)
        model = model or run.model
        clips.append(clip)
    doubt = shipped_doubt(model or "")
    ways = []
    todo = _ways(doubt)
    for number, (name, review) in enumerate(todo):
        yield Progress(number, len(todo), unit="ways", message=f"Simulating {name}")
        fresh = [ReviewedClip(clip.given, clip.truth, clip.rate) for clip in clips]
        ways.append(SimulatedWay(name, review(fresh), _harm(fresh)))
    return SimulationReport(sum(len(clip) for clip in clips), share_right(clips), tuple(ways))


def _clip(library: Library, video: Video, request: SimulationRequest) -> tuple[Run, ReviewedClip]:
    truth = LabelledBall.of(ground_truth_of(library, video, request.labels).positions, video.frames)
    with closing(library.connect()) as db:
        stored = [run for run in runs(db, video.fingerprint) if run.model == request.model]
        run = (
            active_run(db, video.fingerprint) if request.model is None else next(iter(stored), None)
        )
        if run is None:
            raise UserError(
                f"{video.path.name} has not been tracked by this model.",
                "Run touchline analyze first, with --model if need be.",
            )
        peaks = candidates(db, run.id, 0, video.frames)
        track = stored_model_track(db, video, run).track
    given = QueueInput(peaks, track, video.width, video.height)
    return run, ReviewedClip(given, truth, frames_per_second(video))


Review = Callable[[list[ReviewedClip]], ReviewCost]


def _ways(doubt: DoubtModel) -> list[tuple[str, Review]]:
    def by_queue(style: ReviewStyle) -> Review:
        def review(clips: list[ReviewedClip]) -> ReviewCost:
            queue = LivingQueue(clips, doubt)
            return review_places(clips, iter(queue), style, after=queue.judge)

        return review

    return [
        ("queue with healing", by_queue(ReviewStyle())),
        ("queue without healing", by_queue(_PLAIN)),
        (_BASE, lambda clips: review_frames(clips, _PLAIN)),
        ("healing without queue", lambda clips: review_frames(clips, ReviewStyle())),
        ("places at random, healing", _at_random),
        ("key frames, linear", lambda clips: _by_key_frames(clips, "linear")),
        ("key frames, parabolic", lambda clips: _by_key_frames(clips, "parabolic")),
    ]


def _at_random(clips: list[ReviewedClip]) -> ReviewCost:
    """Seconds of video in any order."""
    places = [
        (number, DoubtfulPlace(first, min(first + 30, len(clip)), first, 0.5, 1.0))
        for number, clip in enumerate(clips)
        for first in range(0, len(clip), 30)
    ]
    order = np.random.default_rng(1).permutation(len(places))
    return review_places(clips, (places[at] for at in order), ReviewStyle())


def _by_key_frames(clips: list[ReviewedClip], filling: Filling) -> ReviewCost:
    """The widest spacing of key frames that reaches the goal; every frame where none does."""
    frames = sum(len(clip) for clip in clips)
    for every in _KEYS:
        for clip in clips:
            _fill_between(clip, every, filling)
        if share_right(clips) >= GOAL:
            keys = sum(-(-len(clip) // every) for clip in clips)
            return ReviewCost(keys, keys, keys * _KEY_FRAME, reached=True)
    return ReviewCost(frames, frames, frames * _KEY_FRAME, reached=True)


def _fill_between(clip: ReviewedClip, every: int, filling: Filling) -> None:
    builder = BallTrackBuilder.empty(len(clip))
    x, y = filled_between(clip.truth, every, filling)
    builder.x[:], builder.y[:] = x, y
    builder.visibility[:] = np.isfinite(x)
    builder.source[:] = Source.HUMAN
    clip.given = QueueInput(
        clip.given.candidates, builder.build(), clip.given.width, clip.given.height
    )


def _harm(clips: list[ReviewedClip]) -> float | None:
    mended = sum(clip.mended for clip in clips)
    spoiled = sum(clip.spoiled for clip in clips)
    return spoiled / mended if mended else None
