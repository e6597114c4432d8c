"""`touchline evaluate`: compare what models find with what people have labelled."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from app.cli.arguments.exit_status import DONE
from app.cli.commands.analyze import check_device
from app.cli.context import opened
from app.cli.places import library_of, ready_folder
from app.cli.progress_bar import follow
from app.workflows.evaluation.calibrate import fit_confidence, text_of
from app.workflows.evaluation.evaluate import EvaluatedClip, evaluation_of
from app.workflows.evaluation.figures import report
from app.workflows.evaluation.ground_truth import ground_truth_of
from app.workflows.evaluation.predictions import (
    ActiveRun,
    PredictedPositions,
    PredictionSource,
    Tables,
    prediction_source,
)
from app.workflows.evaluation.report_text import table_of
from app.workflows.videos import OpenedVideo
from inference.ball.evaluation.image_statistics import image_statistics
from storage.errors import UserError
from storage.library.library import Library


def run(args: Namespace) -> int:
    """One bad video stops it: a figure that leaves out a clip is not the figure asked for."""
    check_device(args.device)
    library = library_of(args)
    sources = _contenders(library, args)
    videos = list(dict.fromkeys(Path(os.path.abspath(path)) for path in args.videos))
    check_tables(args.labels, args.predictions, len(videos))
    if args.out is not None:
        ready_folder(args.out)
    clips = _clips(library, videos, sources, args.labels)
    found = evaluation_of(clips)
    learned = fit_confidence(clips, found) if args.fit else None
    for note in found.notes:
        print(f"touchline: {note}", file=sys.stderr)
    if args.out is not None:
        # matplotlib takes a second to import: only where there is something to draw
        from app.workflows.evaluation.report_files import write_report

        write_report(found, args.out)
    if args.json:
        told = {} if learned is None else {"confidence": asdict(learned.calibration)}
        print(json.dumps(report(found) | told))
    else:
        print("\n\n".join([table_of(found)] + ([] if learned is None else [text_of(learned)])))
    return DONE


def _contenders(library: Library, args: Namespace) -> list[PredictionSource]:
    first: PredictionSource = ActiveRun()
    if args.predictions is not None:
        first = Tables(args.predictions)
    elif args.model is not None:
        first = prediction_source(library, args.model, args.device)
    return (
        [first]
        if args.against is None
        else [first, prediction_source(library, args.against, args.device)]
    )


def check_tables(labels: Path | None, predictions: Path | None, videos: int) -> None:
    """One table speaks of one video."""
    for option, place in (("labels", labels), ("predictions", predictions)):
        if place is not None and videos > 1 and not place.is_dir():
            raise UserError(
                f"--{option} {place} is no folder, but there are {videos} videos.",
                "Name the folder that holds a .ball.csv for each.",
            )


def _clips(
    library: Library,
    videos: Sequence[Path],
    sources: Sequence[PredictionSource],
    labels: Path | None,
) -> list[EvaluatedClip]:
    found = [opened(library, path) for path in videos]
    # two copies are one video, whose frames count once
    known = list({each.video.fingerprint: each for each in found}.values())
    # all labels first: a model may take an hour before the last table turns out to be missing
    truths = [ground_truth_of(library, each.video, labels) for each in known]
    clips = []
    for each, reference in zip(known, truths, strict=True):
        video = each.video
        around = follow(
            image_statistics(video.path, each.table, reference.places),
            f"Measuring {video.path.name}",
        )
        predicted = tuple(_predicted(library, each, one) for one in sources)
        clips.append(EvaluatedClip(video, reference, around, predicted))
    return clips


def _predicted(library: Library, each: OpenedVideo, one: PredictionSource) -> PredictedPositions:
    work = one.predict(library, each)
    return follow(work, each.video.path.name)
