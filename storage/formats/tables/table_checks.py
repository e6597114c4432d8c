"""Checking our own tables and TrackNet's: every bad line told, not the first alone."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from storage.formats.common.csv_rows import CsvRow, csv_rows
from storage.formats.common.problems import MAX_PROBLEMS, FormatError, Problem, Report
from storage.formats.tables.ball_csv import ball_columns, read_ball_row
from storage.formats.tables.events_csv import COLUMNS as EVENT_COLUMNS
from storage.formats.tables.events_csv import identity_of, read_event
from storage.formats.tables.tracknet_csv import read_tracknet_row, tracknet_rows
from storage.records import BallRow, Event, Source

Said = BallRow | Event
NO_POSITION = "there is no position of the ball."


def check_ball_csv(path: Path) -> Report:
    """What the table of ball positions at `path` holds, and what is wrong with it."""
    return _check(path, "ball-csv", csv_rows(path, ball_columns(path)), read_ball_row)


def check_tracknet_csv(path: Path) -> Report:
    """What the TrackNet table at `path` holds, and what is wrong with it."""
    return _check(path, "tracknet-csv", tracknet_rows(path), read_tracknet_row)


def check_events_csv(path: Path) -> Report:
    """What the table of events at `path` holds, and what is wrong with it."""
    return _check(path, "events-csv", csv_rows(path, EVENT_COLUMNS), read_event)


def _check(
    path: Path, kind: str, rows: Iterable[CsvRow], read: Callable[[CsvRow], Said | None]
) -> Report:
    found: list[Said] = []
    problems: list[Problem] = []
    seen: set[object] = set()
    lines = 0
    try:
        for row in rows:
            lines += 1
            if len(problems) >= MAX_PROBLEMS:
                break
            try:
                said = read(row)
            except FormatError as error:
                problems.append(Problem(error.line, error.what))
                continue
            if said is None:
                problems.append(Problem(row.line, NO_POSITION, warning=True))
            elif _key(said) in seen:
                problems.append(Problem(row.line, f"frame {said.frame} is duplicated."))
            else:
                seen.add(_key(said))
                found.append(said)
    except FormatError as error:
        problems.append(Problem(error.line, error.what))
    if not found and not problems:
        problems.append(Problem(1, "there are no labels.", warning=True))
    return _report(kind, lines, found, problems)


def _report(kind: str, lines: int, found: list[Said], problems: list[Problem]) -> Report:
    names = Counter(
        said.name if isinstance(said, Event) else "ball"
        for said in found
        if isinstance(said, Event) or said.x is not None
    )
    sources = {said.source for said in found}
    human = True if sources == {Source.HUMAN} else False if Source.HUMAN not in sources else None
    return Report(
        kind=kind,
        lines=lines,
        frames=len({said.frame for said in found}),
        labels=dict(sorted(names.items())),
        classes={str(number): name for number, name in enumerate(sorted(names))},
        type="events" if kind == "events-csv" else "points",
        human=human if found else None,
        problems=tuple(problems),
    )


def _key(said: Said) -> object:
    return identity_of(said) if isinstance(said, Event) else said.frame
