"""Highlights as work without Qt: analyse, score, choose, keep the reel, write it."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from app.workflows.analysis.results import analyse
from app.workflows.analysis.track_ball import DEFAULT_REQUEST, AnalysisRequest
from app.workflows.highlights.rallies import MatchRally, match_rallies, term_values
from app.workflows.highlights.timelines import write_clip_lists, write_timelines
from app.workflows.videos import OpenedVideo
from inference.highlights.scores import SegmentScore, score_segments
from inference.highlights.selection import (
    Goal,
    ReelSelection,
    ScoredSegment,
    select,
    select_greedily,
)
from storage.errors import UserError
from storage.library.journal.journal import write_gesture
from storage.library.kinds.registry import REEL
from storage.library.library import Library
from storage.media.frame_table import FrameTable
from storage.media.reel.encoder import render_reel
from storage.media.reel.plan import ReelPiece, ReelPlan
from storage.progress import Progress, map_steps
from storage.records import LIBRARY, Reel, ReelItem

Result = TypeVar("Result")

_RATES = (Fraction(25), Fraction(30), Fraction(50), Fraction(60))  # for videos of a variable rate


@dataclass(frozen=True, slots=True)
class HighlightsRequest:
    """What a reel is to be like. Times in seconds."""

    out: Path  # an MP4 file
    duration: float = 60.0
    tolerance: float = 6.0
    few_long: float = 1.0  # above 1: few long rallies; below: many short ones
    most: int | None = None  # rallies of each video; None: any number
    greedy: bool = False  # by falling score, as Media Replay Engine chooses
    weights: Mapping[str, float] | None = None  # by term; None: the usual ones
    lead: float = 1.0  # shown before a rally
    lag: float = 1.5  # and after it
    dissolve: float = 0.4  # from one rally to the next; 0: cuts
    timelines: tuple[str, ...] = ()  # formats of editors to write beside
    analysis: AnalysisRequest = DEFAULT_REQUEST
    author: str = ""


@dataclass(frozen=True, eq=False)
class Highlights:
    """A reel that is there: its rallies in order, why each is in it, and what could not be met."""

    path: Path
    rallies: tuple[MatchRally, ...]
    reasons: tuple[str, ...]
    seconds: float  # of the reel
    share: float  # of the length of all videos
    notes: tuple[str, ...] = ()
    files: tuple[Path, ...] = field(default=())  # written beside


def make_highlights(
    library: Library, videos: Sequence[OpenedVideo], request: HighlightsRequest
) -> Generator[Progress, None, Highlights]:
    """Write the reel of `videos`, and keep it in the library as a reel of the author's.

    What is analysed already is not analysed again. Raises UserError where no rally is found, a
    file cannot be read, or the disk refuses.
    """
    rallies: list[MatchRally] = []
    for opened in videos:
        work = analyse(library, opened, request.analysis)
        analysis = yield from _in_stage(work, opened.video.path.name)
        rallies += match_rallies(opened, analysis, request.lead, request.lag)
    return (yield from join_rallies(library, rallies, request))


def join_rallies(
    library: Library, rallies: Sequence[MatchRally], request: HighlightsRequest
) -> Generator[Progress, None, Highlights]:
    """The same from rallies that are known; in the order of the videos, and of time in each."""
    if not rallies:
        raise UserError(
            "No rally was found.",
            "Choose another model, or a video in which the ball is in play.",
        )
    scores = score_segments(term_values(rallies), request.weights)
    rate = reel_rate(rallies[0].opened.table)
    selection = choose(rallies, scores, request, float(rate))
    chosen = [int(segment.key) for segment in selection.chosen]
    if not chosen:
        raise UserError(
            f"No rally fits into {request.duration:g} s.", "Allow the reel to be longer."
        )
    taken = tuple(rallies[number] for number in chosen)
    reasons = tuple(f"{scores[n].score:.0f} of 100: {scores[n].reason}" for n in chosen)
    plan = ReelPlan(reel_pieces(taken, request.dissolve, rate), rate)
    video = taken[0].opened.video
    rendering = render_reel(plan, (video.width & ~1, video.height & ~1), request.out)
    yield from _in_stage(rendering, request.out.name)
    _keep(library, taken, request)
    files = write_clip_lists(request.out, plan, taken, reasons)
    beside, refused = write_timelines(request.out, plan, taken, reasons, request.timelines)
    seconds = float(len(plan) / rate)
    return Highlights(
        request.out,
        taken,
        reasons,
        seconds,
        seconds / _length(rallies),
        (*selection.problems, *refused),
        (*files, *beside),
    )


def _length(rallies: Sequence[MatchRally]) -> float:
    """Seconds of all videos that the rallies are of."""
    videos = {rally.opened.video.fingerprint: rally.opened for rally in rallies}
    return sum(float(opened.table.duration) for opened in videos.values())


def choose(
    rallies: Sequence[MatchRally],
    scores: Sequence[SegmentScore],
    request: HighlightsRequest,
    rate: float,
) -> ReelSelection:
    """The rallies that are to be shown; a key is a rally's place in `rallies`."""
    segments: list[ScoredSegment] = []
    begin = 0
    for number, (rally, score) in enumerate(zip(rallies, scores, strict=True)):
        # videos follow each other, and so do their rallies
        table = rally.opened.table
        end = float(table.times[rally.end]) if rally.end < len(table) else float(table.duration)
        length = max(1, round((end - float(table.times[rally.begin])) * rate))
        group = rally.opened.video.fingerprint
        segments.append(ScoredSegment(f"{number:06}", begin, begin + length, score.score, group))
        begin += length
    goal = Goal(
        budget=round(request.duration * rate),
        tolerance=round(request.tolerance * rate),
        rate=rate,
        few_long=request.few_long,
        most_per_group=request.most,
    )
    return select_greedily(segments, goal) if request.greedy else select(segments, goal)


def reel_rate(table: FrameTable) -> Fraction:
    """Frames a second of a reel that begins with this video: its own, or a usual one near it."""
    if table.rate is not None:
        return table.rate
    return min(_RATES, key=lambda rate: abs(float(rate) - table.typical_rate))


def reel_pieces(
    rallies: Sequence[MatchRally], dissolve: float, rate: Fraction
) -> tuple[ReelPiece, ...]:
    """The rallies as pieces that go over into each other."""
    pieces: list[ReelPiece] = []
    for rally in rallies:
        opened = rally.opened
        piece = ReelPiece(opened.video.path, opened.table, rally.begin, rally.end)
        if pieces and dissolve > 0:
            shortest = min(piece.seconds, pieces[-1].seconds)
            # a third at most: what is shown alone must stay longer than what blends
            shared = min(round(dissolve * rate), int(shortest * rate / 3))
            piece = replace(piece, dissolve=shared)
        pieces.append(piece)
    return tuple(pieces)


def _keep(library: Library, rallies: Sequence[MatchRally], request: HighlightsRequest) -> None:
    items = tuple(
        ReelItem(rally.opened.video.fingerprint, rally.begin, rally.end, rally.name)
        for rally in rallies
    )
    with library.connect() as db:
        key = f"{REEL.name}/{uuid4()}"
        write_gesture(db, LIBRARY, {key: Reel(request.out.stem, items)}, request.author)


def _in_stage(
    work: Generator[Progress, None, Result], stage: str
) -> Generator[Progress, None, Result]:
    """`work`, its progress under the name of what it is done for."""
    return map_steps(work, lambda step: replace(step, stage=step.stage or stage))
