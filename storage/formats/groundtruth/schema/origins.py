"""Where pictures and clips of a data set come from: our own notes beside and in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from storage.formats.common.json_document import Object
from storage.formats.groundtruth.schema.json_values import mapping, whole
from storage.formats.groundtruth.schema.manifest import ManifestLine
from storage.records import Video

ORIGIN = "touchline"  # our key of a manifest line
_SUFFIX = ".frames.json"  # of the notes beside a sequence file
_VIDEO = re.compile(r"sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class SequenceOrigins:
    """The frame of `video`, a fingerprint, that each picture of a sequence is, by file name."""

    video: str
    frames: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class LineOrigin:
    """The frames `[first, stop)` of `video`, a fingerprint, that a picture or clip is."""

    video: str
    first: int
    stop: int


def origins_address(sequence: str) -> str:
    """Where the notes on the sequence file `sequence` lie."""
    return sequence.removesuffix(".json") + _SUFFIX


def is_notes(name: str) -> bool:
    """Whether a file of this name is ours, and none of Ground Truth's."""
    return name.endswith(_SUFFIX)


def origin_of(video: Video) -> Object:
    """Our notes' word for the video that something is taken from."""
    return {"video": f"sha256:{video.fingerprint}"}


def read_origins(kept: Object) -> SequenceOrigins | None:
    """The notes on a sequence; None where the object `kept` is nothing like them."""
    video = _video(kept)
    frames = {
        name: whole(mapping(origin).get("index"))
        for name, origin in mapping(kept.get("frames")).items()
    }
    indices = {name: index for name, index in frames.items() if index is not None and index >= 0}
    if video is None or len(indices) < len(frames):
        return None
    return SequenceOrigins(video, indices)


def line_origin(line: ManifestLine) -> LineOrigin | None:
    """Where the picture or clip of `line` comes from, if the line says so."""
    origin = mapping(line.kept.get(ORIGIN))
    video, frame = _video(origin), whole(origin.get("frame"))
    first, stop = whole(origin.get("first-frame")), whole(origin.get("end-frame"))
    if frame is not None:
        first, stop = frame, frame + 1
    if video is None or first is None or stop is None or not 0 <= first < stop:
        return None
    return LineOrigin(video, first, stop)


def _video(origin: Object) -> str | None:
    video = origin.get("video")
    match = _VIDEO.fullmatch(video) if isinstance(video, str) else None
    return match[1] if match else None
