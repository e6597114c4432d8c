"""The files beside a reel: what is in it as tables, and as timelines for editors."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.workflows.highlights.rallies import MatchRally
from storage.errors import UserError
from storage.files import write_text
from storage.formats.timelines.clip_list import write_clip_csv, write_clip_json
from storage.formats.timelines.edl import write_edl
from storage.formats.timelines.fcpxml import write_fcpxml
from storage.formats.timelines.otio import write_otio
from storage.formats.timelines.timeline import EditTimeline, TimelineItem, TimelineSource
from storage.formats.timelines.xmeml import write_xmeml
from storage.media.reel.plan import ReelPlan

TIMELINES: dict[str, tuple[str, Callable[[EditTimeline], str]]] = {
    "edl": (".edl", write_edl),
    "fcpxml": (".fcpxml", write_fcpxml),
    "otio": (".otio", write_otio),
    "xmeml": (".xml", write_xmeml),
}


def write_clip_lists(
    out: Path, plan: ReelPlan, rallies: Sequence[MatchRally], reasons: Sequence[str]
) -> tuple[Path, ...]:
    """Write what is in the reel as CSV and JSON beside `out`."""
    timeline = edit_timeline(out.stem, plan, rallies, reasons)
    files = (out.with_suffix(".csv"), out.with_suffix(".json"))
    write_text(files[0], write_clip_csv(timeline))
    write_text(files[1], write_clip_json(timeline))
    return files


def write_timelines(
    out: Path,
    plan: ReelPlan,
    rallies: Sequence[MatchRally],
    reasons: Sequence[str],
    formats: Sequence[str],
) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Write a timeline in each of `formats` beside `out`; and why a format cannot say it."""
    timeline = edit_timeline(out.stem, plan, rallies, reasons)
    files: list[Path] = []
    refused: list[str] = []
    for name in formats:
        suffix, write = TIMELINES[name]
        try:
            text = write(timeline)
        except UserError as error:
            refused.append(f"No {name} was written: {error}")
            continue
        files.append(out.with_suffix(suffix))
        write_text(files[-1], text)
    return tuple(files), tuple(refused)


def edit_timeline(
    title: str, plan: ReelPlan, rallies: Sequence[MatchRally], reasons: Sequence[str]
) -> EditTimeline:
    """The reel as editors see it: frames of the videos themselves."""
    items = tuple(
        TimelineItem(_source(rally), rally.begin, rally.end, rally.name, piece.dissolve, reason)
        for rally, piece, reason in zip(rallies, plan.pieces, reasons, strict=True)
    )
    first = rallies[0].opened.video
    return EditTimeline(title, plan.rate, first.width, first.height, items)


def _source(rally: MatchRally) -> TimelineSource:
    video, table = rally.opened.video, rally.opened.table
    return TimelineSource(
        path=video.path,
        fingerprint=video.fingerprint,
        rate=table.rate,
        frames=len(table),
        width=video.width,
        height=video.height,
        channels=0 if table.stream.audio is None else 2,
    )
