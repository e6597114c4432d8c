"""Readers of the editors' formats that take whole frames or fail: written from the formats' rules.

Each gives back the pieces with the frames that dissolves share, and looks at what editors trip
over: media that ends too early, identifiers used twice, times between two frames.
"""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any
from urllib.parse import unquote, urlparse
from xml.etree import ElementTree as ET

from storage.formats.timelines.timecode import frame_of
from tests.storage.formats.timelines.timelines import Piece

Starts = dict[str, int]  # time code of a file's first frame, in frames


def read_edl(text: str, rate: Fraction, start: int, starts: Starts) -> list[Piece]:
    names = dict(re.findall(r"^\* TOUCHLINE REEL (\S+) (.*)$", text, re.M))
    assert f"* TOUCHLINE RATE {rate.numerator}/{rate.denominator}\n" in text
    made: list[Piece] = []
    for line in text.splitlines():
        match = re.fullmatch(r"(\d{3})  (\S{8}) (\S+) +([CD]) +(\d{3})? +(.*)", line)
        if match is None:
            continue
        _, reel, _, kind, length, codes = match.groups()
        source_in, source_out, begin, end = (frame_of(code, rate) for code in codes.split())
        assert source_out - source_in == end - begin
        name = names[reel]
        first = (source_in - starts[name]) % _a_day(rate, ";" in codes)
        begin, end = begin - start, end - start
        if kind == "C" and begin == end:  # where the picture before a dissolve stands
            assert first == made[-1].stop
            continue
        if kind == "D":  # the one before goes on below it
            old, shared = made[-1], int(length)
            made[-1] = Piece(old.name, old.first, old.stop + shared, old.begin, old.end + shared)
        made.append(Piece(name, first, first + end - begin, begin, end))
    return made


def _a_day(rate: Fraction, drop: bool) -> int:
    base = round(rate)
    return 24 * 3600 * base - (2 * base // 30 * 54 * 24 if drop else 0)


def read_fcpxml(text: str, rate: Fraction, start: int, starts: Starts) -> list[Piece]:
    root = ET.fromstring(text)

    def frames(value: str | None) -> int:
        assert value is not None
        time = Fraction(value.removesuffix("s"))
        assert (time * rate).denominator == 1, value
        return int(time * rate)

    assets = {asset.get("id"): asset for asset in root.iterfind("resources/asset")}
    spine = root.find("library/event/project/sequence/spine")
    assert spine is not None
    made: list[Piece] = []
    shared = 0
    for node in spine:
        offset, length = frames(node.get("offset")) - start, frames(node.get("duration"))
        if node.tag == "transition":
            shared = length
            assert offset == (made[-1].end if made else 0) - shared // 2
            continue
        asset = assets[node.get("ref")]
        media = asset.find("media-rep")
        assert media is not None
        name = unquote(urlparse(media.get("src")).path).rpartition("/")[2]
        assert asset.get("name") == name
        first = frames(node.get("start")) - starts[name]
        assert frames(asset.get("start")) == starts[name]
        assert 0 <= first <= first + length <= frames(asset.get("duration"))
        assert offset == (made[-1].end if made else 0)
        before, after = shared // 2, shared - shared // 2
        if shared:
            old = made[-1]
            made[-1] = Piece(old.name, old.first, old.stop + after, old.begin, old.end + after)
        made.append(Piece(name, first - before, first + length, offset - before, offset + length))
        # the next element is laid out behind the cut, not behind the shared frames
        shared = 0
        _check_joint(made)
    return made


def _check_joint(made: list[Piece]) -> None:
    if len(made) > 1:
        old = made[-2]
        assert old.end - old.begin == old.stop - old.first


def read_xmeml(text: str, rate: Fraction, starts: Starts) -> list[Piece]:
    root = ET.fromstring(text)
    assert root.findtext("sequence/rate/timebase") == str(round(rate))
    assert root.findtext("sequence/rate/ntsc") == ("TRUE" if rate.denominator == 1001 else "FALSE")
    assert root.find("sequence/media/video/format/samplecharacteristics") is not None
    ids = [clip.get("id") for clip in root.iter("clipitem")]
    assert len(ids) == len(set(ids))
    names: dict[str | None, str] = {}
    for file in root.iter("file"):
        url = file.findtext("pathurl")
        if url is None:
            assert file.get("id") in names, "used before it is described"
            continue
        assert file.get("id") not in names, "described twice"
        name = unquote(urlparse(url).path).rpartition("/")[2]
        names[file.get("id")] = name
        assert file.findtext("timecode/frame") == str(starts[name])
    tracks = root.findall("sequence/media/*/track")
    pictures = list(_xmeml_track(tracks[0], names))
    for link in root.iter("linkclipref"):
        assert link.text in ids
    return pictures


def _xmeml_track(track: ET.Element, names: dict[str | None, str]) -> Iterator[Piece]:
    transition: tuple[int, int] | None = None
    nodes = list(track)
    for number, node in enumerate(nodes):
        start, end = (int(node.findtext(tag) or "") for tag in ("start", "end"))
        if node.tag == "transitionitem":
            transition = start, end
            continue
        first, stop = (int(node.findtext(tag) or "") for tag in ("in", "out"))
        if start == -1:
            assert transition is not None
            start = transition[0]
        if end == -1:
            behind = nodes[number + 1]
            assert behind.tag == "transitionitem"
            end = int(behind.findtext("end") or "")
        transition = None
        assert end - start == stop - first
        file = node.find("file")
        assert file is not None
        yield Piece(names[file.get("id")], first, stop, start, end)


def read_otio(text: str, rate: Fraction, starts: Starts) -> list[Piece]:
    document = json.loads(text)
    track = document["tracks"]["children"][0]
    made: list[Piece] = []
    at = shared = ahead = 0
    for child in track["children"]:
        if child["OTIO_SCHEMA"] == "Transition.1":
            ahead = _frames(child["in_offset"], rate)
            shared = ahead + _frames(child["out_offset"], rate)
            continue
        reference = child["media_references"][child["active_media_reference_key"]]
        name = unquote(urlparse(reference["target_url"]).path).rpartition("/")[2]
        first = _frames(child["source_range"]["start_time"], rate) - starts[name]
        length = _frames(child["source_range"]["duration"], rate)
        assert 0 <= first <= first + length
        assert first + length <= _frames(reference["available_range"]["duration"], rate)
        if shared:
            old, behind = made[-1], shared - ahead
            made[-1] = Piece(old.name, old.first, old.stop + behind, old.begin, old.end + behind)
        made.append(Piece(name, first - ahead, first + length, at - ahead, at + length))
        at += length
        shared = ahead = 0
    return made


def _frames(time: dict[str, Any], rate: Fraction) -> int:
    assert time["rate"] == float(rate)
    assert time["value"] == int(time["value"])
    return int(time["value"])
