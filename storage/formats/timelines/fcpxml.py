"""FCPXML, for Final Cut Pro and DaVinci Resolve: every time a whole number of frames.

A time is written as `n/ds`, n times the frame's duration, unreduced: a time that falls between two
frames is refused. Final Cut refuses files that are newer than itself, so 1.10 is the default.
"""

from fractions import Fraction
from xml.etree import ElementTree as ET

from storage.foreign_text import one_line
from storage.formats.timelines.timecode import can_drop
from storage.formats.timelines.timeline import (
    EditTimeline,
    Placed,
    TimelineSource,
    check_timeline,
)
from storage.formats.timelines.xml_text import add, document, element

VERSIONS = ("1.9", "1.10", "1.11")
_CROSS_DISSOLVE = "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265"
_NAME = 200  # characters


def write_fcpxml(timeline: EditTimeline, version: str = "1.10") -> str:
    """The text of the file. Raises UserError where the format cannot say what the timeline is."""
    check_timeline(timeline)
    if version not in VERSIONS:
        raise ValueError(f"FCPXML {version}")
    root = element("fcpxml", version=version)
    resources = add(root, "resources")
    times = _Times(timeline.rate)
    formats = _formats(resources, timeline, times)
    assets = _assets(resources, timeline, times, formats)
    if any(item.dissolve for item in timeline.items):
        add(resources, "effect", id="dissolve", name="Cross Dissolve", uid=_CROSS_DISSOLVE)
    event = add(add(root, "library"), "event", name=_name(timeline.title))
    project = add(event, "project", name=_name(timeline.title))
    sequence = add(
        project,
        "sequence",
        format=formats[timeline.width, timeline.height],
        duration=times.text(timeline.length),
        tcStart=times.text(timeline.start),
        tcFormat="DF" if timeline.drop_frame and can_drop(timeline.rate) else "NDF",
        audioLayout="stereo",
        audioRate="48k",
    )
    spine = add(sequence, "spine")
    for placed in timeline.placed():
        _add_item(spine, placed, assets[placed.item.source], timeline, times)
    return document(root, "fcpxml")


class _Times:
    """Frames as FCPXML writes them."""

    def __init__(self, rate: Fraction) -> None:
        self._duration = 1 / rate

    def text(self, frames: int) -> str:
        """`frames` as a fraction of seconds."""
        if not frames:
            return "0s"
        return f"{frames * self._duration.numerator}/{self._duration.denominator}s"


def _formats(
    resources: ET.Element, timeline: EditTimeline, times: _Times
) -> dict[tuple[int, int], str]:
    sizes = [(timeline.width, timeline.height)]
    sizes += [(source.width, source.height) for source in timeline.sources]
    names: dict[tuple[int, int], str] = {}
    for size in sizes:
        if size in names:
            continue
        names[size] = f"f{len(names) + 1}"
        add(
            resources,
            "format",
            id=names[size],
            name="FFVideoFormatRateUndefined",
            frameDuration=times.text(1),
            width=size[0],
            height=size[1],
            colorSpace="1-1-1 (Rec. 709)",
        )
    return names


def _assets(
    resources: ET.Element,
    timeline: EditTimeline,
    times: _Times,
    formats: dict[tuple[int, int], str],
) -> dict[TimelineSource, str]:
    ids: dict[TimelineSource, str] = {}
    for number, source in enumerate(timeline.sources, 1):
        ids[source] = f"a{number}"
        sound = {
            "hasAudio": 1,
            "audioSources": 1,
            "audioChannels": source.channels,
            "audioRate": source.sample_rate,
        }
        asset = add(
            resources,
            "asset",
            id=ids[source],
            name=source.name,
            uid=source.fingerprint,
            start=times.text(source.start),
            duration=times.text(source.frames),
            hasVideo=1,
            format=formats[source.width, source.height],
            videoSources=1,
            **(sound if source.channels else {}),
        )
        add(asset, "media-rep", kind="original-media", src=source.path.absolute().as_uri())
    return ids


def _add_item(
    spine: ET.Element, placed: Placed, asset: str, timeline: EditTimeline, times: _Times
) -> None:
    source = placed.item.source
    if placed.enter:
        transition = add(
            spine,
            "transition",
            name="Cross Dissolve",
            offset=times.text(timeline.start + placed.begin),
            duration=times.text(placed.enter),
        )
        add(transition, "filter-video", ref="dissolve", name="Cross Dissolve")
    clip = add(
        spine,
        "asset-clip",
        ref=asset,
        offset=times.text(timeline.start + placed.cut_in),
        name=_name(placed.item.name or source.name),
        start=times.text(source.start + placed.cut_first),
        duration=times.text(placed.cut_length),
        tcFormat="DF" if source.drop_frame and can_drop(timeline.rate) else "NDF",
        **({"audioRole": "dialogue"} if source.channels else {}),
    )
    if placed.item.note:
        add(clip, "note", one_line(placed.item.note))


def _name(text: str) -> str:
    return one_line(text, _NAME)
