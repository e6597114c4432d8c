"""An edit decision list (CMX 3600): one picture track, and sound where there is any.

Such a list holds neither its frame rate nor file names; both stand in comments. Editors find the
sources by reel and time code, so that each source has a reel of its own.
"""

from collections.abc import Iterator, Mapping

from storage.errors import UserError
from storage.foreign_text import one_line
from storage.formats.timelines.timecode import can_drop, check_rate, time_code_of
from storage.formats.timelines.timeline import EditTimeline, Placed, TimelineSource, check_timeline

_MOST_EVENTS = 999  # three digits
_TITLE = 70  # characters of a title


def write_edl(timeline: EditTimeline) -> str:
    """The text of the list. Raises UserError where the format cannot say what the timeline is."""
    check_timeline(timeline)
    check_rate(timeline.rate)
    if len(timeline.items) > _MOST_EVENTS:
        raise UserError(
            f"An EDL holds {_MOST_EVENTS} clips; the reel has {len(timeline.items)}.",
            "Export OTIO or FCPXML, or split the reel.",
        )
    if timeline.drop_frame and not can_drop(timeline.rate):
        raise ValueError("drop frame at a rate that has none")
    return "\n".join(_lines(timeline)) + "\n"


def _lines(timeline: EditTimeline) -> Iterator[str]:
    reels = {source: f"TL{number:06}" for number, source in enumerate(timeline.sources, 1)}
    yield f"TITLE: {one_line(timeline.title, _TITLE)}"
    yield f"FCM: {'DROP FRAME' if timeline.drop_frame else 'NON-DROP FRAME'}"
    codes = _Codes(timeline)
    before: Placed | None = None
    for placed in timeline.placed():
        yield ""
        yield from _event(placed, before, reels, codes)
        if before is None:  # some readers take no comments before the first edit
            yield from _notes(timeline, reels)
        before = placed


def _notes(timeline: EditTimeline, reels: Mapping[TimelineSource, str]) -> Iterator[str]:
    yield f"* TOUCHLINE RATE {timeline.rate.numerator}/{timeline.rate.denominator}"
    for source, reel in reels.items():
        yield f"* TOUCHLINE REEL {reel} {source.name}"


def _event(
    placed: Placed, before: Placed | None, reels: Mapping[TimelineSource, str], codes: "_Codes"
) -> Iterator[str]:
    """One edit: a cut is one line, a dissolve two of one number, and the names stand below."""
    source, first = placed.item.source, placed.item.first
    begin, end = placed.begin, placed.end - placed.leave
    kind, names = "C", [source.name]
    if placed.enter and before is not None:
        old = before.item
        still = codes.span(old.source, old.stop - placed.enter, begin, 0)
        yield f"{_head(placed, before, reels)} C        {still}"
        kind, names = f"D    {placed.enter:03}", [old.source.name, source.name]
    span = codes.span(source, first, begin, end - begin)
    yield f"{_head(placed, placed, reels)} {kind:<8} {span}"
    for word, name in zip(("FROM", "TO"), names, strict=False):
        yield f"* {word} CLIP NAME: {name}"
    if placed.item.name:
        yield f"* COMMENT: {one_line(placed.item.name)}"


def _head(event: Placed, shown: Placed, reels: Mapping[TimelineSource, str]) -> str:
    source = shown.item.source
    track = "V" if not source.channels else "B" if source.channels == 1 else "AA/V"
    return f"{event.number + 1:03}  {reels[source]:<8} {track:<5}"


class _Codes:
    """The four time codes of a line."""

    def __init__(self, timeline: EditTimeline) -> None:
        self._timeline = timeline

    def span(self, source: TimelineSource, first: int, begin: int, length: int) -> str:
        """Source in and out, record in and out, of `length` frames."""
        rate, start = self._timeline.rate, self._timeline.start
        drop = source.drop_frame and can_drop(rate)
        inside = [source.start + first, source.start + first + length]
        record = [start + begin, start + begin + length]
        codes = [time_code_of(frame, rate, drop) for frame in inside]
        codes += [time_code_of(frame, rate, self._timeline.drop_frame) for frame in record]
        return " ".join(codes)
