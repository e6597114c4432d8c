"""`touchline analyze`: track the ball of one video or of many."""

import sys
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from app.cli.arguments.exit_status import DONE, STOPPED, run_guarded
from app.cli.arguments.frame_ranges import check_inside
from app.cli.context import library_of, open_with_progress, ready_folder
from app.cli.progress_bar import follow
from app.workflows.analysis.results import Analysis, analyse, analysed_events, write_analysis
from app.workflows.analysis.track_ball import AnalysisRequest
from app.workflows.log import log_path
from inference.models.locations import MOTION, model_folder
from inference.runtime.devices import check_device
from storage.errors import UserError
from storage.files import fit_name, free_name
from storage.library.library import Library


def run(args: Namespace) -> int:
    """All videos are tried, and each failure is told; the status is the worst."""
    check_device(args.device)
    library = library_of(args)
    check_model(library, args.model)
    if args.clips:
        model_folder(args.clips, library.models)
    ready_folder(args.out)
    worst = DONE
    for path, stem in output_stems(args.videos):
        status = run_guarded(partial(_one, library, path, stem, args), log_path())
        worst = max(worst, status)
        if status == STOPPED:
            break
    return worst


def check_model(library: Library, name: str) -> None:
    """Refuse a model that is not there before any video is opened."""
    if name != MOTION:
        model_folder(name, library.models)


def output_stems(videos: Iterable[Path]) -> list[tuple[Path, str]]:
    """Each video once, with the name its files begin with; equal names get a number behind them."""
    named: list[tuple[Path, str]] = []
    paths = list(dict.fromkeys(videos))
    stems = {path: fit_name(path.stem) for path in paths}
    reserved = {stem.casefold() for stem in stems.values()}
    taken: set[str] = set()
    for path in paths:
        # a name with a number must not belong to another of the videos either
        is_new = stems[path].casefold() not in taken
        stem = stems[path] if is_new else free_name(stems[path], taken | reserved)
        taken.add(stem.casefold())
        named.append((path, stem))
    return named


def _one(library: Library, path: Path, stem: str, args: Namespace) -> int:
    try:
        analysis = _analysed(library, path, args)
        if args.clips:
            analysis = _classified(library, path, stem, analysis, args)
        write_analysis(analysis, args.out, stem)
    except KeyboardInterrupt:
        print(
            f"touchline: stopped at {path.name}. Everything done so far is kept; "
            "run the same command again to continue.",
            file=sys.stderr,
        )
        return STOPPED
    except UserError as error:
        if path.name in error.title:
            raise
        raise UserError(f"{path.name}: {error.title}", error.advice) from error
    result = analysis.result
    print(f"{args.out / stem}.ball.csv: ball found in {result.visible} of {result.frames} frames")
    return DONE


def _analysed(library: Library, path: Path, args: Namespace) -> Analysis:
    video = open_with_progress(library, path)
    frames = args.range or range(video.video.frames)
    check_inside([frames], video.video.frames)
    request = AnalysisRequest(args.model, args.device, frames, args.events)
    return follow(analyse(library, video, request), path.name)


def _classified(
    library: Library, path: Path, stem: str, analysis: Analysis, args: Namespace
) -> Analysis:
    """Write the classes of clips; the analysis has them as attributes of its events."""
    # loads PyTorch, which tracking and events do without
    from app.workflows.classification.classify_clips import (
        classify_clips,
        classifying_model,
        with_classes,
        write_clips_csv,
    )

    opened = open_with_progress(library, path)
    model, run = classifying_model(library, args.clips), analysis.result.run
    work = classify_clips(
        library,
        opened,
        model,
        analysed_events(analysis),
        args.range or range(run.first, run.stop),
        args.around,
    )
    clips = follow(work, path.name)
    write_clips_csv(args.out / f"{stem}.clips.csv", clips)
    if analysis.events is None:
        return analysis
    events = with_classes(analysis.events.events, clips)
    return replace(analysis, events=replace(analysis.events, events=events))
