"""A Ground Truth data set of one video: pictures, sequences, labels and the manifest of them."""

import json
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Literal

from storage.errors import UserError
from storage.files import folder_written_beside
from storage.formats.ball_csv import BallRow, ball_rows
from storage.formats.seqlabel import (
    JSON,
    BallShape,
    Tool,
    classes_in,
    frame_entry,
    job_name,
    seqlabel,
)
from storage.media.frame_table import FrameTable
from storage.media.reader import Frame, FrameReader
from storage.media.stills import jpeg_bytes, png_bytes
from storage.progress import Progress
from storage.records import BallTrack, Review, Video

MAX_FRAMES = 2000  # of a sequence
MAX_SEQUENCES = 10  # of a manifest
_TYPE = "groundtruth/video-object-tracking"
_S3 = re.compile(r"s3://[^/]+(/.*)?")


@dataclass(frozen=True, slots=True)
class GroundTruthSettings:
    """How a data set is written. The same settings and labels give the same bytes."""

    created: datetime  # aware; written as UTC
    name: str = "ball"  # of the round; the label attribute is called `<name>-ref`
    prefix: str = ""  # s3://bucket/folder where the data set will lie; empty: where it is written
    effective: bool = False  # take what models say, too, where no person has
    tool: Tool = Tool.KEYPOINT
    radius: int = 8  # of boxes, display pixels
    picture: Literal["jpeg", "png"] = "jpeg"
    every: int = 1  # 3: take each third frame alone
    length: int = MAX_FRAMES  # frames of each sequence but the last

    def __post_init__(self) -> None:
        if not 1 <= self.length <= MAX_FRAMES:
            raise ValueError(f"sequences of {self.length} frames; 1 to {MAX_FRAMES} are allowed")
        if self.prefix and not _S3.fullmatch(self.prefix):
            raise UserError(
                f"{self.prefix!r} is no place in S3.", "Write it as s3://bucket/folder."
            )


@dataclass(frozen=True, slots=True)
class _Piece:
    """One sequence: its frames, their labels, and where its files lie."""

    number: int  # from 0
    frames: range
    rows: tuple[BallRow, ...]

    @property
    def pictures(self) -> str:
        return f"frames/{self.number + 1:04d}/"

    @property
    def sequence(self) -> str:
        return f"sequences/seq-{self.number + 1:04d}.json"

    @property
    def origins(self) -> str:
        return f"sequences/seq-{self.number + 1:04d}.frames.json"

    @property
    def labels(self) -> str:
        return f"annotations/consolidated-annotation/output/{self.number}/SeqLabel.json"


def write_ground_truth(
    out: Path,
    video: Video,
    table: FrameTable,
    track: BallTrack,
    settings: GroundTruthSettings,
    frames: tuple[int, int] | None = None,
) -> Generator[Progress, None, Path]:
    """Write the data set folder `out` for frames `[first, stop)`, by default all of them.

    Every `settings.length` frames are one sequence; one without any label is left out, as there
    is nothing to learn from it. In the others all pictures are there, and the labels speak of
    those frames alone that a person has reviewed (or, if effective, that anybody looked at).
    Yields once a picture. Raises UserError if there is no label, `out` is there already and not
    empty, or the disk refuses; then, and when cancelled, nothing is left.
    """
    first, stop = frames or (0, len(table))
    if len(track) != len(table) or not 0 <= first < stop <= len(table):
        raise ValueError(
            f"frames {first} to {stop} of a track of {len(track)} and a table of {len(table)}"
        )
    pieces = list(_pieces(track, settings, range(first, stop, settings.every)))
    with folder_written_beside(out) as folder:
        yield from _write_pictures(folder, video, table, pieces, settings)
        root = settings.prefix.rstrip("/") or out.resolve().as_uri()
        _write_documents(_DataSet(folder, root, video, table, settings), pieces)
    return out


def _pieces(track: BallTrack, settings: GroundTruthSettings, frames: range) -> Iterator[_Piece]:
    rows = [row for row in _rows(track, settings.effective) if row.frame in frames]
    if not rows:
        raise UserError(
            "There is no reviewed frame to export.",
            "Accept or correct some frames first, or export the model's points, too.",
        )
    places = groupby(rows, lambda row: frames.index(row.frame) // settings.length)
    for number, (place, inside) in enumerate(places):
        begin = place * settings.length
        yield _Piece(number, frames[begin : begin + settings.length], tuple(inside))


def _rows(track: BallTrack, effective: bool) -> Iterator[BallRow]:
    for row in ball_rows(track):
        if effective or track.review[row.frame] in (Review.ACCEPTED, Review.CORRECTED):
            yield row


def _write_pictures(
    folder: Path,
    video: Video,
    table: FrameTable,
    pieces: Sequence[_Piece],
    settings: GroundTruthSettings,
) -> Generator[Progress, None, None]:
    done, total = 0, sum(len(piece.frames) for piece in pieces)
    yield Progress(done, total)
    with FrameReader(video.path, table) as reader:
        for piece in pieces:
            (folder / piece.pictures).mkdir(parents=True)
            for index in piece.frames:
                name = picture_name(index, settings.picture)
                picture = _picture(reader.read(index), settings.picture)
                (folder / piece.pictures / name).write_bytes(picture)
                done += 1
                yield Progress(done, total)


def picture_name(frame: int, kind: str) -> str:
    """File name of a frame's picture. Its numbers sort as text, as the labelling page sorts."""
    return f"frame_{frame:06d}.{kind}"


def _picture(frame: Frame, kind: str) -> bytes:
    return png_bytes(frame.bgra()) if kind == "png" else jpeg_bytes(frame.bgra())


@dataclass(frozen=True, slots=True)
class _DataSet:
    """What all documents of one export share."""

    folder: Path
    root: str  # URI of the folder, without the last slash
    video: Video
    table: FrameTable
    settings: GroundTruthSettings

    def uri(self, place: str) -> str:
        return f"{self.root}/{place}"

    def name(self, frame: int) -> str:
        return picture_name(frame, self.settings.picture)

    def write(self, place: str, text: str) -> None:
        (self.folder / place).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / place).write_bytes(text.encode())


def _write_documents(data: _DataSet, pieces: Sequence[_Piece]) -> None:
    for piece in pieces:
        data.write(piece.sequence, _line(_sequence(data, piece)))
        data.write(piece.origins, _line(_origins(data, piece)))
        data.write(piece.labels, _line(_labels(data, piece)))
    for begin in range(0, len(pieces), MAX_SEQUENCES):
        lines = [_line(_entry(data, piece)) for piece in pieces[begin : begin + MAX_SEQUENCES]]
        more = f"-{begin // MAX_SEQUENCES + 1}" if begin else ""
        data.write(f"manifests/output/output{more}.manifest", "".join(lines))


def _sequence(data: _DataSet, piece: _Piece) -> JSON:
    names = [data.name(frame) for frame in piece.frames]
    return {
        "seq-no": piece.number + 1,
        "prefix": data.uri(piece.pictures),
        "number-of-frames": len(names),
        "frames": [{"frame-no": number, "frame": name} for number, name in enumerate(names)],
    }


def _origins(data: _DataSet, piece: _Piece) -> JSON:
    """Which frame of which video each picture is; ours, and never below the pictures' prefix."""
    return {
        "video": f"sha256:{data.video.fingerprint}",
        "time-base": str(data.table.stream.time_base),
        "frames": {
            data.name(frame): {"index": frame, "pts": int(data.table.pts[frame])}
            for frame in piece.frames
        },
    }


def _labels(data: _DataSet, piece: _Piece) -> JSON:
    shape = BallShape(
        data.video.fingerprint,
        data.video.width,
        data.video.height,
        data.settings.tool,
        data.settings.radius,
    )
    return seqlabel(
        frame_entry(shape, row, piece.frames.index(row.frame), data.name(row.frame))
        for row in piece.rows
    )


def _entry(data: _DataSet, piece: _Piece) -> JSON:
    name = job_name(data.settings.name)
    created = data.settings.created.astimezone(UTC).replace(tzinfo=None)
    return {
        "source-ref": data.uri(piece.sequence),
        f"{name}-ref": data.uri(piece.labels),
        f"{name}-ref-metadata": {
            "class-map": classes_in(piece.rows),
            "job-name": f"labeling-job/{name}",
            "human-annotated": "no" if data.settings.effective else "yes",
            "creation-date": created.isoformat(timespec="microseconds"),
            "type": _TYPE,
        },
    }


def _line(value: JSON) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"
