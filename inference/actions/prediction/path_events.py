"""Hits and bounces found from the ball's path alone: features, nets, grammar, frames."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from inference.actions.data.ball_path import BallPath, Floats
from inference.actions.data.cadence import without_repeats
from inference.actions.data.features import channels, resample
from inference.actions.data.labelled_path import BOUNCE, FAR, HIT, NEAR, SPORTS
from inference.actions.decoding.grammar import Grammar, learn_grammar
from inference.actions.decoding.rally_decoder import DecodedPeaks, DecoderSettings, decode
from inference.actions.prediction.path_scores import PathLogits, score_path, sport_score
from inference.actions.prediction.rallies import RallyEvent, find_rallies

THRESHOLD = 0.5  # probability from which a peak is an event, unless the model says otherwise

_KEPT = 0.05  # probability below which a peak is forgotten


@dataclass(frozen=True, slots=True)
class PathEvent:
    """A hit or a bounce that a model sees in a frame."""

    frame: int
    event: str  # HIT or BOUNCE
    confidence: float  # 0 to 1: the probability that it is one
    side: str = ""  # FAR or NEAR player, of a hit
    serve: bool = False  # whether the hit begins a rally


@dataclass(frozen=True, eq=False)
class PathEventModel:
    """Nets whose scores are averaged, and how events are read from them, by sport."""

    nets: tuple[PathLogits, ...]
    decoders: Mapping[str, DecoderSettings] = field(
        default_factory=lambda: {sport: DecoderSettings() for sport in SPORTS}
    )
    grammars: Mapping[str, Grammar] = field(
        default_factory=lambda: {sport: learn_grammar(sport) for sport in SPORTS}
    )
    thresholds: Mapping[str, float] = field(
        default_factory=lambda: {HIT: THRESHOLD, BOUNCE: THRESHOLD}
    )
    # seconds that labels of each class run late, by sport
    offsets: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    mirrored: bool = (
        False  # whether nets also see the mirror image: twice the work, no gain measured
    )


@dataclass(frozen=True, slots=True)
class PathEvents:
    """What a model sees in a path, surer or less sure, in order of frames."""

    sport: str
    events: tuple[PathEvent, ...]  # also those below the threshold
    rallies: tuple[tuple[int, int], ...]  # frames [first, stop)

    def above(self, thresholds: Mapping[str, float]) -> tuple[PathEvent, ...]:
        """The events that are at least as sure as the threshold of their class."""
        return tuple(e for e in self.events if e.confidence >= thresholds.get(e.event, THRESHOLD))


def find_path_events(
    model: PathEventModel, path: BallPath, sport: str = "", cuts: tuple[float, ...] = ()
) -> PathEvents:
    """The events and rallies of a video from the `path` of its ball.

    `sport` is one of SPORTS; empty: what the path looks like. `cuts` are seconds at which another
    shot begins.
    """
    real, kept = without_repeats(path)
    samples = resample(real)
    scores = score_path(model.nets, channels(samples), model.mirrored)
    sport = sport or SPORTS[int(sport_score(scores) > 0.5)]
    peaks = decode(
        samples.seconds, scores.astype(np.float64), model.grammars[sport], model.decoders[sport]
    )
    events = _events(model.offsets.get(sport, {}), peaks, real.seconds, kept)
    sure = [e for e in events if e.confidence >= model.thresholds.get(e.event, THRESHOLD)]
    return PathEvents(sport, tuple(events), _rallies(path, sure, cuts))


def nearest_frames(seconds: Floats, wanted: Floats) -> NDArray[np.intp]:
    """The index of the entry of increasing `seconds` (T,) nearest to each `wanted` (N,)."""
    after = np.searchsorted(seconds, wanted).clip(0, max(len(seconds) - 1, 0))
    before = (after - 1).clip(0)
    nearer = np.abs(seconds[before] - wanted) <= np.abs(seconds[after] - wanted)
    return np.where(nearer, before, after)


def _events(
    offsets: Mapping[str, float], peaks: DecodedPeaks, seconds: Floats, kept: NDArray[np.intp]
) -> list[PathEvent]:
    late = np.where(peaks.bounce, offsets.get(BOUNCE, 0.0), offsets.get(HIT, 0.0))
    if not len(peaks.seconds):
        return []
    frames = kept[nearest_frames(seconds, peaks.seconds + late)]
    likely = np.flatnonzero(peaks.probability >= _KEPT)
    events = [_event(peaks, int(peak), int(frames[peak])) for peak in likely]
    return sorted(events, key=lambda event: (event.frame, event.event))


def _event(peaks: DecodedPeaks, peak: int, frame: int) -> PathEvent:
    confidence = float(peaks.probability[peak])
    if peaks.bounce[peak]:
        return PathEvent(frame, BOUNCE, confidence)
    side = NEAR if peaks.near[peak] > 0.5 else FAR
    return PathEvent(frame, HIT, confidence, side, bool(peaks.serve[peak] > 0.5))


def _rallies(
    path: BallPath, events: list[PathEvent], cuts: tuple[float, ...]
) -> tuple[tuple[int, int], ...]:
    moments = [RallyEvent(path.seconds[e.frame], e.confidence, e.serve) for e in events]
    ranges = np.array(find_rallies(path, moments, cuts)).reshape(-1, 2)
    frames = np.searchsorted(path.seconds, ranges, side="left")
    return tuple((int(first), int(stop) + 1) for first, stop in frames if stop >= first)
