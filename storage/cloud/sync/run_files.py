"""The predictions of a run as files: parts named by their content, and a list of the parts.

A run grows while it is analysed further: what it holds then is another list, of which most parts
are the same. Files are untrusted, and everything in them is checked.
"""

import hashlib
import json
import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.bounds import MAX_MODEL, is_model_name, moment
from storage.cloud.sync.edit_files import DamagedFileError, NewerFileError, SyncFileError
from storage.library.predictions.run_parts import Extent, StoredChunk, check_chunk
from storage.records import CHUNK, Run

VERSION = 2  # 1 knows the ball only, and goes on to be written for it: older programs read it
CHUNKS = 64  # frames of 64 chunks lie in one part: 5 to 10 minutes of video
MOST_LIST_BYTES = 1 << 20
MOST_PART_BYTES = 16 << 20
_MOST_UNPACKED = 64 << 20
_MOST_COUNTED = 1 << 40  # frames, events or boxes of a run
_HEAD = b"touchline run 1\n"
_CHUNK = struct.Struct("<BII")  # kind, number, bytes
_KINDS = ("candidates", "track", "events", "boxes")  # by number: only ever extended
_LONGEST_TEXT = 1 << 16

_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_LIST = re.compile(f"runs/({_UUID})/([0-9a-f]{{64}})\\.json")
_TASK = re.compile("[a-z][a-z-]{0,31}")
_PART = re.compile(r"[0-9a-f]{64}\.part")


@dataclass(frozen=True, slots=True)
class RunList:
    """A state of a run in a bucket: what it is, how much it holds, and in which parts."""

    run: Run
    extent: Extent
    parts: tuple[str, ...]  # names, counted from the folder of the run
    writer: str = ""  # the device that made the run, as the list says; "" where it does not


def run_folder(run: UUID) -> str:
    """The folder of a run, counted from that of the video, with a slash at its end."""
    return f"runs/{run}/"


def run_of_list(name: str) -> UUID | None:
    """Whose list of parts the file `name` is, counted from the folder of the video."""
    match = _LIST.fullmatch(name)
    return match and UUID(match[1])


def encode_part(chunks: Iterable[StoredChunk]) -> tuple[str, bytes]:
    """Name, counted from the folder of the run, and bytes of a part."""
    packer = zlib.compressobj(level=6)
    pieces = [_HEAD]
    for chunk in chunks:
        head = _CHUNK.pack(_KINDS.index(chunk.kind), chunk.number, len(chunk.data))
        pieces.append(packer.compress(head + chunk.data))
    data = b"".join([*pieces, packer.flush()])
    return f"{hashlib.sha256(data).hexdigest()}.part", data


def decode_part(name: str, frames: int, data: bytes) -> list[StoredChunk]:
    """The chunks of a part of a video of `frames`, all of them checked. Raises SyncFileError."""
    if f"{hashlib.sha256(data).hexdigest()}.part" != name or not data.startswith(_HEAD):
        raise DamagedFileError("A part of the predictions does not match its name.")
    try:
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(data[len(_HEAD) :], _MOST_UNPACKED)
        if not unpacker.eof or unpacker.unused_data:
            raise ValueError("it is incomplete, or something follows it")
        chunks = list(_chunks(body))
        if len({(chunk.kind, chunk.number) for chunk in chunks}) < len(chunks):
            raise ValueError("a chunk is duplicated")
        for chunk in chunks:
            check_chunk(chunk, frames)
    except (ValueError, IndexError, struct.error, zlib.error) as error:
        raise SyncFileError(f"A part of the predictions is damaged: {error}") from error
    return chunks


def encode_list(video: str, state: RunList) -> tuple[str, bytes]:
    """Name, counted from the folder of the video, and bytes of a list of parts."""
    run = state.run
    description = asdict(run) | {"id": str(run.id), "created": run.created.isoformat()}
    if run.task == "ball":
        del description["task"]
    fields = {
        "touchline": "run",
        "version": 1 if run.task == "ball" else 2,
        "video": video,
        "run": description,
        "extent": asdict(state.extent),
        "parts": state.parts,
    }
    if state.writer:
        fields["device"] = state.writer
    data = json.dumps(fields, indent=1, sort_keys=True, allow_nan=False).encode()
    return f"{run_folder(run.id)}{hashlib.sha256(data).hexdigest()}.json", data


def decode_list(name: str, video: str, frames: int, data: bytes) -> RunList:
    """The state of a run that the file `name` tells. Raises SyncFileError."""
    match = _LIST.fullmatch(name)
    if match is None or hashlib.sha256(data).hexdigest() != match[2]:
        raise DamagedFileError("Its content does not match its name.")
    try:
        fields = json.loads(data)
        if fields["touchline"] != "run" or fields["video"] != video:
            raise ValueError("it belongs to another video")
        if fields["version"] > VERSION:
            raise NewerFileError("It was written by a newer version of Touchline.")
        return _state(fields, UUID(match[1]), frames)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
        raise SyncFileError(f"It does not describe a run: {str(error)[:200]}") from error


def _chunks(body: bytes) -> Iterable[StoredChunk]:
    at = 0
    while at < len(body):
        kind, number, size = _CHUNK.unpack_from(body, at)
        at += _CHUNK.size
        if at + size > len(body):
            raise ValueError("it is cut short")
        yield StoredChunk(_KINDS[kind], number, body[at : at + size])
        at += size


def _state(fields: dict[str, Any], id: UUID, frames: int) -> RunList:
    description, extent, parts = fields["run"], fields["extent"], fields["parts"]
    run = Run(
        id=id,
        video=fields["video"],
        model=_model(description["model"]),
        weights=_text(description["weights"], MAX_MODEL),
        settings=_settings(description["settings"]),
        first=_whole(description["first"], frames),
        stop=_whole(description["stop"], frames),
        engine=_text(description["engine"], MAX_MODEL),
        created=moment(datetime.fromisoformat(description["created"])),
        task=_task(description.get("task", "ball")),
    )
    if run.first > run.stop:
        raise ValueError(f"its first frame {run.first} lies behind its end {run.stop}")
    if not isinstance(parts, list) or len(parts) > -(-frames // (CHUNK * CHUNKS)):
        raise ValueError("it has more parts than the video")
    if not all(_PART.fullmatch(part) for part in parts):
        raise ValueError("its parts have invalid names")
    counted = Extent(
        _whole(extent["chunks"], _MOST_COUNTED), _whole(extent["analysed"], _MOST_COUNTED)
    )
    return RunList(run, counted, tuple(parts), _writer(fields.get("device", "")))


def _text(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most or not value.isprintable():
        raise ValueError(f"{str(value)[:80]!r} is not text")
    return value


def _model(value: object) -> str:
    if not isinstance(value, str) or not is_model_name(value):
        raise ValueError(f"{str(value)[:80]!r} is not the name of a model")
    return value


def _task(value: object) -> str:
    if not isinstance(value, str) or not _TASK.fullmatch(value):
        raise ValueError(f"{str(value)[:80]!r} is not a task")
    return value


def _writer(value: object) -> str:
    if not isinstance(value, str) or (value and not re.fullmatch(_UUID, value)):
        raise ValueError(f"{str(value)[:80]!r} is not a device")
    return value


def _settings(value: object) -> str:
    if not isinstance(json.loads(_text(value, _LONGEST_TEXT)), dict):
        raise ValueError("the settings are not a JSON object")
    return str(value)


def _whole(value: object, most: int) -> int:
    if type(value) is not int or not 0 <= value <= most:
        raise ValueError(f"{str(value)[:80]} is not from 0 to {most}")
    return value
