"""CVAT for video 1.1 and for images 1.1, read: the tracks of the ball, and all other objects."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from storage.errors import UserError
from storage.foreign_files import files_inside
from storage.formats.common.ball_rows import VISIBILITIES
from storage.formats.common.ball_selection import Sighting, ball_class, boxes_of, select_balls
from storage.formats.common.boxes import PixelScale
from storage.formats.common.choices import NO_OPTIONS, ReadOptions, choose_source
from storage.formats.common.csv_rows import SOURCES
from storage.formats.common.frame_map import NAME, MappedFrame, read_frame_map
from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.common.picture_fit import scale_onto
from storage.formats.common.problems import FormatError, Problems, Report, number, shown
from storage.formats.common.text_files import line_count, read_label_bytes
from storage.formats.cvat.frames import frames_of_images, frames_of_task
from storage.formats.cvat.write import UNLABELLED
from storage.formats.cvat.xml import CvatFile, CvatShape, CvatTask, CvatTrack, read_cvat_xml
from storage.quantities import plural
from storage.records import BallRow, Source, Video, Visibility

_VISIBILITY = {name: visibility for visibility, name in VISIBILITIES.items()}
_AUTOMATIC = "auto"  # source of a track that a model has drawn


def read_cvat(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """Balls and other objects of the target in the XML at `path`, or the one in that folder.

    A frame marked as outside holds no ball; one that CVAT filled in between two key frames is
    interpolated. Raises UserError for what is no such file, for a task that does not fit the
    video, and where a choice is missing.
    """
    file = _file_in(path)
    content = read_cvat_xml(read_label_bytes(file), Problems(file, strict=True))
    if not content.tracks and not content.odd:
        raise UserError(f"{file.name} contains no shapes.", "Choose the file with the labels.")
    task, tracks = _of_source(content, target, options)
    ball = _ball(content, tracks, options)
    left_out = _left_out(file, content, ball)
    frames = _frames(file, task, tracks, target, options)
    scale = _scale(task, target, options.fit)
    reader = _CvatTrackReader(file, target, scale, frames, options.fit)
    balls = [
        sighting for track in tracks if track.label == ball for sighting in reader.sightings(track)
    ]
    objects = [
        sighting for track in tracks if track.label != ball for sighting in reader.sightings(track)
    ]
    selection = select_balls(balls, options.ball, target.video.width)
    boxes = boxes_of([sighting for sighting in objects if sighting.row.x is not None])
    return LabelSet(
        selection.balls, (*selection.boxes, *boxes), notes=(*selection.notes, *left_out)
    )


def check_cvat(path: Path) -> Report:
    """What the XML at `path`, or annotations.xml in that folder, holds, and what is wrong."""
    file = _file_in(path)
    problems = Problems(file)
    data = read_label_bytes(file)
    content = read_cvat_xml(data, problems)
    counts: Counter[str] = Counter()
    for odd in content.odd:
        problems.add(odd.what, odd.line)
    for track in content.tracks:
        counts[track.label] += sum(not shape.outside for shape in track.shapes)
        if content.labels and track.label not in content.labels:
            problems.add(f"the task has no label {track.label}.")
    _check_frames(content, problems)
    if not counts and not problems.all:
        problems.add("there are no shapes.")
    if content.others:
        problems.warn(f"{content.others} elements draw nothing and are left out.")
    shapes = [shape for track in content.tracks for shape in track.shapes]
    sources = {shape.attributes.get("source", "human") for shape in shapes}
    return Report(
        kind="cvat-images" if content.images else "cvat-video",
        lines=line_count(data),
        frames=sum(task.frames or 0 for task in content.tasks) or None,
        labels={name: count for name, count in counts.items() if count},
        classes={str(number): name for number, name in enumerate(content.labels)},
        type="shapes" if content.images else "tracks",
        human=True if sources == {"human"} else None,
        problems=problems.all,
    )


@dataclass(frozen=True, slots=True)
class _CvatTrackReader:
    """Tells what the shapes of a track say of the frames of the target."""

    file: Path
    target: LabelTarget
    scale: PixelScale
    frames: Mapping[int, int]  # of the video, by those of the file
    way: str  # how pictures of another shape were made from frames

    def sightings(self, track: CvatTrack) -> Iterator[Sighting]:
        """What each shape says; frames that are not of the target are left out."""
        size = track.image.size if track.image else None
        scale = scale_onto(size, self.target, self.way) if size else self.scale
        for shape in _spoken(track):
            with Problems(self.file, strict=True).at(line=shape.line):
                if shape.frame not in self.frames:
                    raise FormatError(f"frame {shape.frame} is not in {NAME}.")
                row = _row(shape, track, self.frames[shape.frame], scale)
                box = shape.box
                yield Sighting(
                    row,
                    box.width * scale.across,
                    box.height * scale.down,
                    track.id,
                    shape.attributes,
                    track.label,
                )


def _file_in(path: Path) -> Path:
    if not path.is_dir():
        return path
    documents = list(files_inside(path, "annotations.xml", "*/annotations.xml"))
    documents = documents or list(files_inside(path, "*.xml"))
    if len(documents) != 1:
        raise UserError(
            f"There are {len(documents)} annotations.xml files in {path}.",
            "Choose the one of this video.",
        )
    return documents[0]


def _of_source(
    content: CvatFile, target: LabelTarget, options: ReadOptions
) -> tuple[CvatTask, list[CvatTrack]]:
    """The task of the target, and its tracks."""
    tasks = content.tasks or [CvatTask()]
    if len(tasks) == 1 and not options.source:
        return tasks[0], content.tracks
    names = {
        place: [name for name in (task.source, task.name, task.id) if name] or [str(place + 1)]
        for place, task in enumerate(tasks)
    }
    task = tasks[choose_source(names, target.video, options.source)]
    mine = [track for track in content.tracks if track.task in ("", task.id)]
    return task, mine


def _ball(content: CvatFile, tracks: Iterable[CvatTrack], options: ReadOptions) -> str:
    names = {track.label for track in tracks} | {odd.label for odd in content.odd}
    if options.class_name:
        names |= set(content.labels)
    numbered = dict(enumerate(sorted(names)))
    return numbered[ball_class(numbered, options.class_name)]


def _left_out(file: Path, content: CvatFile, ball: str) -> list[str]:
    """What is to be said of shapes that cannot be read; one of a ball refuses the file."""
    for odd in content.odd:
        if odd.label == ball:
            raise FormatError(odd.what, odd.line, file)
    notes = []
    if content.odd:
        first = content.odd[0]
        notes.append(
            f"Left out: {plural(len(content.odd), 'shape')}; the first, in line {first.line}: "
            f"{first.what}"
        )
    if content.others:
        notes.append(f"Left out: {plural(content.others, 'element')} without a shape.")
    return notes


def _scale(task: CvatTask, target: LabelTarget, way: str) -> PixelScale:
    if not task.width or not task.height:
        return PixelScale()
    return scale_onto((task.width, task.height), target, way)


def _frames(
    file: Path,
    task: CvatTask,
    tracks: Iterable[CvatTrack],
    target: LabelTarget,
    options: ReadOptions,
) -> Mapping[int, int]:
    """The frame of the video for each frame that the file speaks of."""
    used = {shape.frame for track in tracks for shape in track.shapes}
    mapped = _mapped(file, target.video)
    if mapped is not None:
        return {int(name): entry.frame for name, entry in mapped.items() if name.isdecimal()}
    images = [track.image for track in tracks if track.image is not None]
    if images:
        return frames_of_images(images, task, target.video, options)
    return frames_of_task(task, used, target.video)


def _mapped(file: Path, video: Video) -> dict[str, MappedFrame] | None:
    path = file.parent / NAME
    return read_frame_map(path, video.fingerprint) if path.is_file() else None


def _check_frames(content: CvatFile, problems: Problems) -> None:
    for track in content.tracks:
        task = next((task for task in content.tasks if task.id == track.task), None)
        task = task or (content.tasks[0] if len(content.tasks) == 1 else None)
        if task is None or task.frames is None:
            continue
        last = max(task.frames - 1, task.stop or 0)
        for shape in track.shapes:
            if shape.frame > last + (task.step if shape.outside else 0):
                problems.add(f"frame {shape.frame} of a task of {task.frames}.", shape.line)


def _spoken(track: CvatTrack) -> Iterator[CvatShape]:
    """The shapes of a track that say something of their frame."""
    # CVAT writes a shape of one frame as a track that ends in the next
    alone = len(track.shapes) == 2 and track.shapes[1].outside
    for place, shape in enumerate(track.shapes):
        said = shape.attributes.get("visibility")
        if said == UNLABELLED or (shape.outside and not shape.keyframe):
            continue
        if not (alone and place == 1 and said is None):
            yield shape


def _row(shape: CvatShape, track: CvatTrack, frame: int, scale: PixelScale) -> BallRow:
    visibility = _visibility(shape)
    source = Source.MODEL if track.source == _AUTOMATIC else Source.HUMAN
    source = source if shape.keyframe else Source.INTERPOLATED
    if said := shape.attributes.get("source"):
        if said.lower() not in SOURCES:
            raise FormatError(f"source is {shown(said)}; it is one of {', '.join(SOURCES)}.")
        source = SOURCES[said.lower()] if shape.keyframe else source
    confidence = 1.0
    if said := shape.attributes.get("confidence"):
        confidence = number(said, "confidence", 0, 1)
    if visibility == Visibility.ABSENT:
        return BallRow(frame, visibility, None, None, confidence, source)
    x, y = scale.point(*shape.box.centre)
    return BallRow(frame, visibility, x, y, confidence, source)


def _visibility(shape: CvatShape) -> Visibility:
    """What the shape's flags say, and more exactly the attribute where it agrees with them."""
    if shape.outside:
        return Visibility.ABSENT
    said = _VISIBILITY.get(shape.attributes.get("visibility", ""), Visibility.ABSENT)
    if shape.occluded:
        return Visibility.OCCLUDED
    return Visibility.CLEAR if said in (Visibility.ABSENT, Visibility.OCCLUDED) else said
