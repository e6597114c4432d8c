"""`touchline highlights`: from matches to a reel of their best rallies."""

import sys
from argparse import Namespace

from app.cli.arguments.exit_status import DONE, UsageError
from app.cli.commands.analyze import check_model
from app.cli.context import library_of, open_with_progress
from app.cli.progress_bar import follow
from app.workflows.analysis.track_ball import AnalysisRequest
from app.workflows.highlights.make import Highlights, HighlightsRequest, make_highlights
from app.workflows.settings import UserSettings
from inference.runtime.devices import check_device
from storage.foreign_text import one_line
from storage.quantities import duration, percent

_FEW_LONG = {"long": 2.0, "any": 1.0, "many": 0.4}


def run(args: Namespace) -> int:
    if args.out.suffix.lower() != ".mp4":
        raise UsageError(f"a reel is an MP4 file: {args.out}.mp4", "touchline highlights --help")
    check_device(args.device)
    library = library_of(args)
    check_model(library, args.model)
    videos = [open_with_progress(library, path) for path in dict.fromkeys(args.videos)]
    result = follow(make_highlights(library, videos, highlights_request(args)), "Highlights")
    _print(result)
    return DONE


def highlights_request(args: Namespace) -> HighlightsRequest:
    """What the options ask for; a tolerance that is not given is a tenth of the duration."""
    tolerance = args.duration / 10 if args.tolerance is None else args.tolerance
    return HighlightsRequest(
        args.out,
        duration=args.duration,
        tolerance=tolerance,
        few_long=_FEW_LONG[args.prefer],
        most=args.most,
        greedy=args.greedy,
        weights=dict(args.weight) if args.weight else None,
        lead=args.lead,
        lag=args.lag,
        dissolve=args.dissolve,
        timelines=tuple(dict.fromkeys(args.timeline or ())),
        analysis=AnalysisRequest(args.model, args.device),
        author=args.author or UserSettings().author,
    )


def _print(result: Highlights) -> None:
    for rally, reason in zip(result.rallies, result.reasons, strict=True):
        frames = f"frames {rally.begin} to {rally.end - 1}"
        print(f"{one_line(rally.name)}, {frames}. {reason}")
    length = f"{duration(result.seconds)}, {percent(result.share)} of the videos"
    print(f"{result.path}: {length}")
    for path in result.files:
        print(path)
    for note in result.notes:
        print(f"touchline: {note}", file=sys.stderr)
