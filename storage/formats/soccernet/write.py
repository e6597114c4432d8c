"""SoccerNet's events, written: `Labels-v2.json` of each video.

Times are milliseconds from the start of a half, which is a video of its own; they come from the
frame table. Format: github.com/SoccerNet, "action spotting".
"""

from collections.abc import Iterator, Sequence

from storage.formats.common.json_document import Fields, document
from storage.formats.export.dataset import DataSetFormat, DataSetRequest, Part
from storage.formats.export.video_files import NO_EVENTS
from storage.records import Event

NAME = "Labels-v2.json"


def _documents(parts: Sequence[Part], request: DataSetRequest) -> Iterator[tuple[str, str]]:
    for part in parts:
        content = {
            "UrlLocal": part.name,
            "UrlYoutube": "",
            "annotations": [_annotation(event, part, request.half) for event in part.events],
        }
        yield f"{part.name}/{NAME}", document(content)


SOCCERNET = DataSetFormat(
    "soccernet",
    None,
    _documents,
    wanted=lambda part: len(part.events),
    missing=NO_EVENTS[0],
    advice=NO_EVENTS[1],
    file=".json",
)


def _annotation(event: Event, part: Part, half: int) -> Fields:
    seconds = part.table.seconds(event.frame)
    ms = round(seconds * 1000)  # of an exact fraction
    minutes, rest = divmod(int(seconds), 60)
    attributes = dict(event.attributes)
    return {
        "gameTime": f"{half} - {minutes:02d}:{rest:02d}",
        "label": event.name,
        "position": str(ms),
        "team": attributes.get("side", "not applicable"),
        "visibility": attributes.get("visibility", "visible"),
    }
