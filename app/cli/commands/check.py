"""`touchline check`: what a file of labels holds, and what is wrong with it, without importing."""

import json
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.cli.arguments.exit_status import DONE, WORLD
from app.cli.commands.import_labels import read_options
from app.cli.context import library_of, open_with_progress
from app.cli.progress_bar import follow
from app.workflows.label_import.files import ImportRequest, read_labels
from storage.errors import UserError
from storage.formats.catalog import label_formats, load
from storage.formats.common.archives import unpacked
from storage.formats.common.problems import Problem, Report

_SHOWN = 50  # problems that a person is told; --json has them all


def run(args: Namespace) -> int:
    """Status 1 if anything is wrong with what was read, beyond warnings."""
    with unpacked(args.path) as path:
        report: Report = load(label_formats()[args.format].check)(path)
    if args.video is not None:
        report = replace(report, problems=(*report.problems, *_misfits(args)))
    if args.json:
        print(json.dumps(report_facts(report)))
    else:
        print("\n".join(report_lines(args.path, report)))
    return DONE if report.sound else WORLD


def _misfits(args: Namespace) -> Iterator[Problem]:
    """What would keep the labels out of the library as those of a video."""
    video = open_with_progress(library_of(args), args.video)
    request = ImportRequest(args.path, args.format, read_options(args))
    try:
        labels = follow(read_labels(video, request), "Comparing pictures")
    except UserError as error:
        yield Problem(1, str(error))
    else:
        yield from (Problem(1, note, warning=True) for note in labels.notes)


def report_facts(report: Report) -> dict[str, Any]:
    """What `--json` prints; warnings say so in their first word."""
    return {
        "kind": report.kind,
        "lines": report.lines,
        "frames": report.frames,
        "labels": dict(report.labels),
        "classes": dict(report.classes),
        "type": report.type,
        "job": report.job,
        "human": report.human,
        "adjusted": report.adjusted,
        "problems": [{"line": problem.line, "what": _told(problem)} for problem in report.problems],
    }


def report_lines(path: Path, report: Report) -> Iterator[str]:
    """The same for a person, one fact a line."""
    facts = (
        ("file", path),
        ("kind", report.kind),
        ("lines", report.lines),
        ("frames", report.frames),
        ("labels", ", ".join(f"{count} {name}" for name, count in report.labels.items()) or "none"),
        ("classes", ", ".join(f"{id}: {name}" for id, name in report.classes.items())),
        ("type", report.type),
        ("job", report.job),
        ("made by", {True: "people", False: "a model", None: None}[report.human]),
        ("adjusted", {True: "yes", False: "no", None: None}[report.adjusted]),
    )
    yield from (f"{name:<10}{value}" for name, value in facts if value not in (None, ""))
    yield f"{'problems':<10}{len(report.problems) or 'none'}"
    for problem in report.problems[:_SHOWN]:
        yield f"  line {problem.line}: {_told(problem)}"
    if len(report.problems) > _SHOWN:
        yield f"  … and {len(report.problems) - _SHOWN} more; --json lists them all"


def _told(problem: Problem) -> str:
    return f"warning: {problem.what}" if problem.warning else problem.what
