"""OpenTimelineIO JSON, for Resolve, Premiere and Kdenlive.

Schemas as OpenTimelineIO 0.15 and later write them. A rate there is a double: the one nearest to
the exact rate, never a rounded 29.97.
"""

import json
from fractions import Fraction
from typing import Any

from storage.foreign_text import one_line
from storage.formats.timelines.timeline import (
    EditTimeline,
    Placed,
    TimelineSource,
    check_timeline,
)

_NAME = 200  # characters
Schema = dict[str, Any]


def write_otio(timeline: EditTimeline) -> str:
    """The text of the file. Raises UserError where the format cannot say what the timeline is."""
    check_timeline(timeline)
    tracks = [_track(timeline, "Video")]
    if any(source.channels for source in timeline.sources):
        tracks.append(_track(timeline, "Audio"))
    stack = {
        **_composition("Stack.1", "tracks"),
        "children": tracks,
    }
    document = {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {"touchline": {"rate": _exact(timeline.rate)}},
        "name": one_line(timeline.title, _NAME),
        "global_start_time": _time(timeline.start, timeline.rate),
        "tracks": stack,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _track(timeline: EditTimeline, kind: str) -> Schema:
    children: list[Schema] = []
    for placed in timeline.placed():
        if placed.enter:
            children.append(_dissolve(placed, timeline.rate))
        children.append(_clip(placed, timeline.rate, kind))
    return {**_composition("Track.1", kind), "children": children, "kind": kind}


def _clip(placed: Placed, rate: Fraction, kind: str) -> Schema:
    item, source = placed.item, placed.item.source
    said = {
        "fingerprint": source.fingerprint,
        "first": item.first,
        "stop": item.stop,
        "note": one_line(item.note),
    }
    clip = {
        **_composition("Clip.2", item.name or source.name),
        "metadata": {"touchline": said},
        "source_range": _range(source.start + placed.cut_first, placed.cut_length, rate),
        "media_references": {"DEFAULT_MEDIA": _media(source, rate)},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }
    if kind == "Audio" and not source.channels:
        return {**_composition("Gap.1", ""), "source_range": _range(0, placed.cut_length, rate)}
    return clip


def _dissolve(placed: Placed, rate: Fraction) -> Schema:
    return {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": {},
        "name": "Cross Dissolve",
        "in_offset": _time(placed.enter // 2, rate),
        "out_offset": _time(placed.enter - placed.enter // 2, rate),
        "transition_type": "SMPTE_Dissolve",
    }


def _media(source: TimelineSource, rate: Fraction) -> Schema:
    return {
        "OTIO_SCHEMA": "ExternalReference.1",
        "metadata": {"touchline": {"fingerprint": source.fingerprint}},
        "name": source.name,
        "available_range": _range(source.start, source.frames, rate),
        "available_image_bounds": None,
        "target_url": source.path.absolute().as_uri(),
    }


def _composition(schema: str, name: str) -> Schema:
    return {
        "OTIO_SCHEMA": schema,
        "metadata": {},
        "name": one_line(name, _NAME),
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
    }


def _range(first: int, length: int, rate: Fraction) -> Schema:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "start_time": _time(first, rate),
        "duration": _time(length, rate),
    }


def _time(frames: int, rate: Fraction) -> Schema:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": float(frames)}


def _exact(rate: Fraction) -> str:
    return f"{rate.numerator}/{rate.denominator}"
