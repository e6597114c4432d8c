"""Final Cut 7 XML (xmeml 5), for Premiere and DaVinci Resolve.

The first use of a file describes it, every later one only names it: a second description makes
Resolve drop clips. Each picture is tied to its sound by links, over ids that occur once.
"""

from fractions import Fraction
from xml.etree import ElementTree as ET

from storage.foreign_text import one_line
from storage.formats.timelines.timecode import RATES, can_drop, time_code_of, timebase
from storage.formats.timelines.timeline import (
    EditTimeline,
    Placed,
    TimelineSource,
    check_timeline,
)
from storage.formats.timelines.xml_text import add, document, element

_NAME = 200  # characters
_TRACKS = 2  # of sound, at most


def write_xmeml(timeline: EditTimeline) -> str:
    """The text of the file. Raises UserError where the format cannot say what the timeline is."""
    check_timeline(timeline)
    root = element("xmeml", version="5")
    sequence = add(root, "sequence", id="sequence-1")
    add(sequence, "name", _name(timeline.title))
    add(sequence, "duration", timeline.length)
    _add_rate(sequence, timeline.rate)
    _add_time_code(sequence, timeline.start, timeline.rate, timeline.drop_frame)
    media = add(sequence, "media")
    writer = _Writer(timeline)
    video = add(media, "video")
    _add_format(video, timeline)
    writer.add_pictures(add(video, "track"))
    audio = add(media, "audio")
    for number in range(1, _TRACKS + 1):
        writer.add_sound(add(audio, "track"), number)
    return document(root, "xmeml")


class _Writer:
    """Writes the clips, and describes each file once."""

    def __init__(self, timeline: EditTimeline) -> None:
        self._timeline = timeline
        self._files = {s: f"file-{n}" for n, s in enumerate(timeline.sources, 1)}
        self._described: set[TimelineSource] = set()

    def add_pictures(self, track: ET.Element) -> None:
        for placed in self._timeline.placed():
            if placed.enter:
                self._add_transition(track, placed)
            clip = self._add_clip(track, placed, _id(placed, 0))
            self._add_links(clip, placed)

    def add_sound(self, track: ET.Element, number: int) -> None:
        for placed in self._timeline.placed():
            if placed.item.source.channels < number:
                continue
            clip = self._add_clip(track, placed, _id(placed, number))
            sound = add(clip, "sourcetrack")
            add(sound, "mediatype", "audio")
            add(sound, "trackindex", number)
            self._add_links(clip, placed)

    def _add_transition(self, track: ET.Element, placed: Placed) -> None:
        item = add(track, "transitionitem")
        add(item, "start", placed.begin)
        add(item, "end", placed.begin + placed.enter)
        add(item, "alignment", "center")
        _add_rate(item, self._timeline.rate)
        effect = add(item, "effect")
        add(effect, "name", "Cross Dissolve")
        add(effect, "effectid", "Cross Dissolve")
        add(effect, "effectcategory", "Dissolve")
        add(effect, "effecttype", "transition")
        add(effect, "mediatype", "video")

    def _add_clip(self, track: ET.Element, placed: Placed, id: str) -> ET.Element:
        item = placed.item
        clip = add(track, "clipitem", id=id)
        add(clip, "name", _name(item.name or item.source.name))
        add(clip, "duration", item.source.frames)
        _add_rate(clip, self._timeline.rate)
        # an edge that lies in a dissolve is said by the transition
        add(clip, "start", -1 if placed.enter else placed.begin)
        add(clip, "end", -1 if placed.leave else placed.end)
        add(clip, "in", item.first)
        add(clip, "out", item.stop)
        self._add_file(clip, item.source)
        return clip

    def _add_file(self, clip: ET.Element, source: TimelineSource) -> None:
        file = add(clip, "file", id=self._files[source])
        if source in self._described:
            return
        self._described.add(source)
        rate = self._timeline.rate
        add(file, "name", source.name)
        add(
            file,
            "pathurl",
            source.path.absolute().as_uri().replace("file:///", "file://localhost/"),
        )
        _add_rate(file, rate)
        add(file, "duration", source.frames)
        _add_time_code(file, source.start, rate, source.drop_frame)
        media = add(file, "media")
        picture = add(add(media, "video"), "samplecharacteristics")
        _add_rate(picture, rate)
        add(picture, "width", source.width)
        add(picture, "height", source.height)
        if source.channels:
            audio = add(media, "audio")
            sound = add(audio, "samplecharacteristics")
            add(sound, "depth", 16)
            add(sound, "samplerate", source.sample_rate)
            add(audio, "channelcount", source.channels)

    def _add_links(self, clip: ET.Element, placed: Placed) -> None:
        for track in range(min(placed.item.source.channels, _TRACKS) + 1):
            link = add(clip, "link")
            add(link, "linkclipref", _id(placed, track))
            add(link, "mediatype", "audio" if track else "video")
            add(link, "trackindex", track or 1)
            add(link, "clipindex", placed.number + 1)


def _add_format(video: ET.Element, timeline: EditTimeline) -> None:
    # without it Resolve shows neither a timeline nor an error
    picture = add(add(video, "format"), "samplecharacteristics")
    _add_rate(picture, timeline.rate)
    add(picture, "width", timeline.width)
    add(picture, "height", timeline.height)
    add(picture, "anamorphic", "FALSE")
    add(picture, "pixelaspectratio", "square")
    add(picture, "fielddominance", "none")


def _add_rate(parent: ET.Element, rate: Fraction) -> None:
    said = add(parent, "rate")
    add(said, "timebase", timebase(rate))
    add(said, "ntsc", "TRUE" if rate.denominator == 1001 else "FALSE")


def _add_time_code(parent: ET.Element, frame: int, rate: Fraction, drop: bool) -> None:
    drop = drop and can_drop(rate)
    code = add(parent, "timecode")
    _add_rate(code, rate)
    if rate in RATES:
        add(code, "string", time_code_of(frame, rate, drop))
    add(code, "frame", frame)
    add(code, "displayformat", "DF" if drop else "NDF")


def _id(placed: Placed, track: int) -> str:
    return f"clipitem-{placed.number + 1}-{track}"


def _name(text: str) -> str:
    return one_line(text, _NAME)
