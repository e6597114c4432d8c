"""Data sets of pictures and labels in the formats of other programs: estimating and writing."""

import json
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from storage.errors import UserError
from storage.files import free_name, write_text
from storage.formats.common.ball_rows import ball_rows, decided
from storage.formats.common.boxes import DEFAULT_SIZE, MAX_SIZE
from storage.formats.common.frame_map import MappedFrame
from storage.formats.common.label_set import is_in_picture
from storage.formats.export.exporter import Planning, Videos, Writing
from storage.formats.export.options import ExportRequest
from storage.formats.export.request import Exported, ExportEstimate, LabelledVideo
from storage.media.frame_table import FrameTable
from storage.media.images import ImageKind, picture_bytes
from storage.media.reader import FrameReader
from storage.progress import Progress
from storage.records import BallRow, Event, Video, Visibility
from storage.resumable_folder import already_written, keep_only, resumable_folder, write_once

_NAME = 60  # characters of a video's name in the names of files
_SAMPLES = 3  # pictures of a video that are encoded to know what one takes
_MOST_SAMPLES = 12  # of all videos together


@dataclass(frozen=True, eq=False)
class DataSetRequest:
    """A data set to be written; the same request and labels give the same bytes.

    `out` is a new folder, or a file where the format has all in one and no pictures are wanted.
    Raises ValueError for numbers out of range.
    """

    videos: Sequence[LabelledVideo]
    out: Path
    every: int = 1  # 3: take each third frame alone
    images: ImageKind | None = "jpeg"  # None: labels without pictures
    effective: bool = False  # take what models say, too, where no person has
    size: float = DEFAULT_SIZE  # side of the ball's box, display pixels
    keypoints: bool = True  # the ball's centre beside its box, where the format has a word for it
    validation: float = 0.2  # share of the labels kept apart to judge by
    classes: frozenset[str] = frozenset()  # names of events to take; empty: all
    half: int = 1  # which of a match's two videos this is

    def __post_init__(self) -> None:
        if self.every < 1 or not 1 <= self.size <= MAX_SIZE or not 0 <= self.validation < 1:
            raise ValueError(f"every {self.every}, {self.size} px, {self.validation} apart")
        if self.half not in (1, 2):
            raise ValueError(f"half {self.half} of a match")


@dataclass(frozen=True, eq=False)
class Part:
    """What one video gives to a data set."""

    name: str  # of its files and folders; no other part has it
    video: Video
    table: FrameTable
    frames: tuple[int, ...]  # asked for, rising
    rows: Mapping[int, BallRow]  # of those among them that are labelled, by frame
    reviewed: frozenset[int]  # frames of `rows` that a person has decided
    events: tuple[Event, ...]  # among the frames, in order of time

    def entry(self, name: str, frame: int) -> MappedFrame:
        """What frames.csv says of `frame`, which the format calls `name`."""
        pts = int(self.table.pts[frame])
        return MappedFrame(name, self.video.fingerprint, frame, pts, self.rows.get(frame))


@dataclass(frozen=True, slots=True)
class DataSetPicture:
    """A frame that is written as a picture, and where in the data set."""

    part: Part
    frame: int
    place: str


@dataclass(frozen=True, slots=True)
class DataSetFormat:
    """An Exporter of files that labels become: which pictures there are, and the documents.

    `pictures` is None where the format has none. `wanted` counts what a part has to say: without
    any of it there is nothing to write.
    """

    name: str
    pictures: Callable[[Sequence[Part], DataSetRequest], Iterator[DataSetPicture]] | None
    documents: Callable[[Sequence[Part], DataSetRequest], Iterator[tuple[str, str]]]
    wanted: Callable[[Part], int] = lambda part: len(part.rows)
    missing: str = "There are no reviewed frames to export."
    advice: str = (
        "Analyse the video, then accept or correct frames, or include unreviewed predictions."
    )
    file: str = ""  # ending of the one file that is a whole data set without pictures

    def is_file(self, request: ExportRequest) -> bool:
        """A format that has all in one file writes it where the name says so."""
        return bool(self.file) and request.name.lower().endswith(self.file)

    def plan(self, videos: Videos, request: ExportRequest) -> Planning:
        """What `export` would write."""
        return plan_data_set(self, self._request(videos, request, Path(request.name)))

    def export(self, videos: Videos, request: ExportRequest, out: Path) -> Writing:
        """Write the data set; it has no clips."""
        yield from export_data_set(self, self._request(videos, request, out))
        return ()

    def _request(self, videos: Videos, request: ExportRequest, out: Path) -> DataSetRequest:
        return DataSetRequest(
            videos,
            out,
            every=request.every,
            images=request.image_kind if self.pictures else None,
            effective=request.effective,
            size=request.size,
            keypoints=request.keypoints,
            validation=request.validation,
            classes=request.classes or frozenset(),
            half=request.half,
        )


def export_data_set(
    format: DataSetFormat, request: DataSetRequest
) -> Generator[Progress, None, Exported]:
    """Write the data set; yields once a picture. What is interrupted goes on when asked again.

    Raises UserError if there is nothing to write, the place is taken, or the disk refuses.
    """
    parts = parts_of(format, request)
    pictures = _pictures(format, request, parts)
    if format.file and request.out.suffix.lower() == format.file:
        return (yield from _export_file(format, request, parts))
    with resumable_folder(request.out, _work(format, request, parts)) as folder:
        yield from _write_pictures(folder, pictures, request.images or "jpeg")
        documents = dict(format.documents(parts, request))
        for place, text in documents.items():
            write_once(folder / place, text.encode())
            yield Progress(len(pictures), len(pictures))
        keep_only(folder, {*documents, *(picture.place for picture in pictures)})
    return Exported(str(request.out), (), len(pictures))


def plan_data_set(
    format: DataSetFormat, request: DataSetRequest
) -> Generator[Progress, None, ExportEstimate]:
    """What `export_data_set` would write; yields once an encoded sample. Nothing is written.

    Raises UserError as the export does where there is nothing to write.
    """
    yield Progress(0, _MOST_SAMPLES, "samples")
    parts = parts_of(format, request)
    pictures = _pictures(format, request, parts)
    sizes = [len(text.encode()) for _, text in format.documents(parts, request)]
    of_pictures = yield from _picture_bytes(pictures, request.images or "jpeg")
    return ExportEstimate(
        frames=len(pictures),
        labels=sum(format.wanted(part) for part in parts),
        bytes=sum(sizes) + of_pictures,
        files=len(pictures) + len(sizes),
        requests=len(pictures) + len(sizes),
    )


def parts_of(format: DataSetFormat, request: DataSetRequest) -> list[Part]:
    """What each video gives; those without a word are left out. UserError if that is all."""
    names: set[str] = set()
    parts = [_part(labelled, request, names) for labelled in request.videos]
    if wanted := [part for part in parts if format.wanted(part)]:
        return wanted
    raise UserError(format.missing, format.advice)


def chosen_frames(labelled: LabelledVideo, every: int) -> tuple[int, ...]:
    """The frames of the ranges of `labelled`, of each range the first and each `every`-th."""
    whole = (range(len(labelled.table)),)
    inside = (
        range(max(frames.start, 0), min(frames.stop, len(labelled.table)), every)
        for frames in labelled.ranges or whole
    )
    return tuple(sorted({frame for frames in inside for frame in frames}))


def suffix_of(images: ImageKind | None) -> str:
    """How the name of a picture's file ends."""
    return ".png" if images == "png" else ".jpg"


def labelled_pictures(parts: Iterable[Part], folder: str, suffix: str) -> Iterator[DataSetPicture]:
    """The labelled frames alone, under names that say part and frame."""
    for part in parts:
        for frame in part.rows:
            yield DataSetPicture(part, frame, f"{folder}/{part.name}/frame_{frame:06d}{suffix}")


def _pictures(
    format: DataSetFormat, request: DataSetRequest, parts: Sequence[Part]
) -> list[DataSetPicture]:
    if format.pictures is None or request.images is None:
        return []
    return list(format.pictures(parts, request))


def _part(labelled: LabelledVideo, request: DataSetRequest, names: set[str]) -> Part:
    frames = chosen_frames(labelled, request.every)
    chosen = set(frames)
    rows = {
        row.frame: _in_picture(row, labelled.video)
        for row in ball_rows(labelled.ball)
        if row.frame in chosen
    }
    reviewed = frozenset(frame for frame in rows if decided(labelled.ball, frame))
    if not request.effective:
        rows = {frame: row for frame, row in rows.items() if frame in reviewed}
    return Part(
        _new_name(labelled.video.path.stem, names),
        labelled.video,
        labelled.table,
        frames,
        rows,
        reviewed,
        tuple(_events(labelled, request)),
    )


def _in_picture(row: BallRow, video: Video) -> BallRow:
    """`row` as pictures show it: a ball outside of its picture is not in it.

    Readers refuse whole data sets for one such place, our own among them.
    """
    if row.x is None or row.y is None or is_in_picture(row.x, row.y, video):
        return row
    return replace(row, visibility=Visibility.ABSENT, x=None, y=None)


def _events(labelled: LabelledVideo, request: DataSetRequest) -> Iterator[Event]:
    for event in labelled.chosen_events(request.effective):
        inside = not labelled.ranges or any(event.frame in frames for frames in labelled.ranges)
        if inside and (not request.classes or event.name in request.classes):
            yield event


def _new_name(stem: str, taken: set[str]) -> str:
    """A name that every disk takes, and that differs from those `taken` in more than its case."""
    plain = re.sub(r"[^\w-]+", "-", stem)[:_NAME].strip("-") or "video"
    name = free_name(plain, taken)
    taken.add(name.casefold())
    return name


def _work(format: DataSetFormat, request: DataSetRequest, parts: Sequence[Part]) -> str:
    """All that shapes a picture of a given name; labels may change during an interruption."""
    videos = [[part.name, part.video.fingerprint, part.frames] for part in parts]
    return json.dumps([format.name, request.images, videos])


def _write_pictures(
    folder: Path, pictures: Sequence[DataSetPicture], kind: ImageKind
) -> Generator[Progress, None, None]:
    yield Progress(0, len(pictures))
    reader: FrameReader | None = None
    of: Part | None = None
    try:
        for done, picture in enumerate(pictures, 1):
            if not already_written(folder / picture.place):
                if reader is None or of is not picture.part:
                    reader, of = _next_reader(reader, picture.part), picture.part
                data = picture_bytes(reader.read(picture.frame), kind)
                write_once(folder / picture.place, data)
            yield Progress(done, len(pictures))
    finally:
        if reader is not None:
            reader.close()


def _next_reader(last: FrameReader | None, part: Part) -> FrameReader:
    if last is not None:
        last.close()
    return FrameReader(part.video.path, part.table)


def _export_file(
    format: DataSetFormat, request: DataSetRequest, parts: Sequence[Part]
) -> Generator[Progress, None, Exported]:
    """The one document of a data set without pictures as the file that was asked for."""
    yield Progress(0, 1)
    [(_, text), *more] = format.documents(parts, request)
    if request.images or more:
        raise UserError(
            f"{request.out.name} is a file, but this export has several files.",
            "Enter a folder name, or leave out the images.",
        )
    write_text(request.out, text)
    return Exported(str(request.out), (str(request.out),), 0)


def _picture_bytes(
    pictures: Sequence[DataSetPicture], kind: ImageKind
) -> Generator[Progress, None, int]:
    """What all pictures take together, after a few of each video."""
    by_part: dict[str, list[DataSetPicture]] = {}
    for picture in pictures:
        by_part.setdefault(picture.part.name, []).append(picture)
    per_video = max(1, min(_SAMPLES, _MOST_SAMPLES // max(1, len(by_part))))
    total, done, mean = 0.0, 0, 0.0
    for looked_at, mine in enumerate(by_part.values()):
        if looked_at < _MOST_SAMPLES:
            step = max(1, len(mine) // per_video)
            frames = [picture.frame for picture in mine[step // 2 :: step][:per_video]]
            sizes = []
            for size in _sample(mine[0].part, frames, kind):
                sizes.append(size)
                done += 1
                yield Progress(min(done, _MOST_SAMPLES), _MOST_SAMPLES, "samples")
            mean = sum(sizes) / len(sizes)
        total += mean * len(mine)  # of further videos the last one speaks
    return round(total)


def _sample(part: Part, frames: Sequence[int], kind: ImageKind) -> Generator[int, None, None]:
    with FrameReader(part.video.path, part.table) as reader:
        for frame in frames:
            yield len(picture_bytes(reader.read(frame), kind))
