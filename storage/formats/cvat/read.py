"""CVAT for video 1.1, read: the tracks of the ball as labels."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.ball_rows import VISIBILITIES
from storage.formats.common.ball_selection import (
    ball_class,
    one_ball_a_frame,
)
from storage.formats.common.boxes import PixelScale, scale_between
from storage.formats.common.csv_rows import SOURCES
from storage.formats.common.frame_map import NAME, MappedFrame, read_frame_map
from storage.formats.common.label_set import NO_OPTIONS, LabelSet, LabelTarget, ReadOptions
from storage.formats.common.problems import FormatError, Problems, Report, number, shown
from storage.formats.common.text_files import read_label_bytes
from storage.formats.cvat.write import UNLABELLED
from storage.formats.cvat.xml import CvatFile, Shape, Track, read_cvat_xml
from storage.records import BallRow, Source, Video, Visibility

_VISIBILITY = {name: visibility for visibility, name in VISIBILITIES.items()}


def read_cvat(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """The ball of the target as the XML at `path`, or annotations.xml in that folder, says.

    A frame marked as outside holds no ball; one that CVAT filled in between two key frames is
    interpolated. Raises UserError for what is no such file, for a task of another length than the
    video, and for two balls in one frame.
    """
    video = target.video
    file = _file_in(path)
    problems = Problems(file, strict=True)
    content = read_cvat_xml(read_label_bytes(file), problems)
    _check_kind(content, problems)
    mapped = _mapped(file, video)
    if mapped is None and content.frames not in (None, video.frames):
        raise UserError(
            f"The task has {content.frames} frames, the video {video.frames}.",
            "Choose the video that the task was made of as a whole.",
        )
    scale = PixelScale()
    if content.width and content.height:
        with problems.at("original_size"):
            copy = (content.width, content.height)
            scale = scale_between(copy, (video.width, video.height))
    found = list(_rows(content, mapped, scale, options, problems))
    return LabelSet(tuple(one_ball_a_frame(_without_lesser(found), problems)))


def check_cvat(path: Path) -> Report:
    """What the XML at `path`, or annotations.xml in that folder, holds, and what is wrong."""
    file = _file_in(path)
    problems = Problems(file)
    data = read_label_bytes(file)
    content = read_cvat_xml(data, problems)
    _check_kind(content, problems)
    counts: Counter[str] = Counter()
    for track in content.tracks:
        counts[track.label] += sum(not shape.outside for shape in track.shapes)
        if content.labels and track.label not in content.labels:
            problems.add(f"the task has no label {track.label}.")
    shapes = [shape for track in content.tracks for shape in track.shapes]
    for shape in shapes:
        if content.frames is not None and shape.frame >= content.frames:
            what = f"frame {shape.frame} of a task of {content.frames}."
            problems.add(what, shape.line)
    sources = {shape.attributes.get("source", "human") for shape in shapes}
    return Report(
        kind="cvat-video",
        lines=data.count(b"\n"),
        frames=content.frames,
        labels={name: count for name, count in counts.items() if count},
        classes={str(number): name for number, name in enumerate(content.labels)},
        type="tracks",
        human=True if sources == {"human"} else None,
        problems=problems.all,
    )


def _file_in(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = [*path.glob("annotations.xml"), *path.glob("*/annotations.xml")]
    if len(found) != 1:
        raise UserError(
            f"There are {len(found)} files annotations.xml in {path}.",
            "Name the one of this video.",
        )
    return found[0]


def _check_kind(content: CvatFile, problems: Problems) -> None:
    if not content.tracks and content.others:
        problems.add("it has pictures and no tracks; export the task as “CVAT for video 1.1”.")


def _mapped(file: Path, video: Video) -> dict[str, MappedFrame] | None:
    path = file.parent / NAME
    return read_frame_map(path, video.fingerprint) if path.is_file() else None


def _rows(
    content: CvatFile,
    mapped: Mapping[str, MappedFrame] | None,
    scale: PixelScale,
    options: ReadOptions,
    problems: Problems,
) -> Iterator[tuple[str, int, BallRow]]:
    for track in _ball_tracks(content, options, problems):
        for shape in _spoken(track):
            with problems.at(line=shape.line):
                frame = shape.frame
                if mapped is not None:
                    entry = mapped.get(str(frame))
                    if entry is None:
                        raise FormatError(f"frame {frame} is not in {NAME}.")
                    frame = entry.frame
                yield "", shape.line, _row(shape, frame, scale)


def _ball_tracks(content: CvatFile, options: ReadOptions, problems: Problems) -> list[Track]:
    names = dict(enumerate(sorted({track.label for track in content.tracks})))
    if not names:
        return []
    with problems.at("labels"):
        label = names[ball_class(names, options.class_name)]
        return [track for track in content.tracks if track.label == label]
    return []


def _spoken(track: Track) -> Iterator[Shape]:
    """The shapes of a track that say something of their frame."""
    # CVAT writes a shape of one frame as a track that ends in the next
    alone = len(track.shapes) == 2 and track.shapes[1].outside
    for place, shape in enumerate(track.shapes):
        said = shape.attributes.get("visibility")
        if said == UNLABELLED or (shape.outside and not shape.keyframe):
            continue
        if not (alone and place == 1 and said is None):
            yield shape


def _row(shape: Shape, frame: int, scale: PixelScale) -> BallRow:
    visibility = _visibility(shape)
    source = Source.HUMAN if shape.keyframe else Source.INTERPOLATED
    if said := shape.attributes.get("source"):
        if said.lower() not in SOURCES:
            raise FormatError(f"source is {shown(said)}; it is one of {', '.join(SOURCES)}.")
        source = SOURCES[said.lower()] if shape.keyframe else source
    confidence = 1.0
    if said := shape.attributes.get("confidence"):
        confidence = number(said, "confidence", 0, 1)
    if visibility == Visibility.ABSENT:
        return BallRow(frame, visibility, None, None, confidence, source)
    x, y = scale.point(shape.x - 0.5, shape.y - 0.5)
    return BallRow(frame, visibility, x, y, confidence, source)


def _visibility(shape: Shape) -> Visibility:
    """What the shape's flags say, and more exactly the attribute where it agrees with them."""
    if shape.outside:
        return Visibility.ABSENT
    said = _VISIBILITY.get(shape.attributes.get("visibility", ""), Visibility.ABSENT)
    if shape.occluded:
        return Visibility.OCCLUDED
    return Visibility.CLEAR if said in (Visibility.ABSENT, Visibility.OCCLUDED) else said


def _without_lesser(
    found: list[tuple[str, int, BallRow]],
) -> list[tuple[str, int, BallRow]]:
    """Of several tracks in a frame one may be outside: then the others alone count."""
    there = {row.frame for _, _, row in found if row.x is not None}
    kept: dict[int, tuple[str, int, BallRow]] = {}
    for each in found:
        if each[2].x is None and each[2].frame not in there:
            kept[each[2].frame] = each
    return [*kept.values(), *(each for each in found if each[2].x is not None)]
