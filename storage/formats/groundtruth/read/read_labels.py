"""Reading a data set as the labels of one video."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storage.bounds import MAX_NAME
from storage.errors import UserError
from storage.formats.common.ball_selection import Sighting, boxes_of, select_balls
from storage.formats.common.boxes import PixelScale
from storage.formats.common.choices import NO_OPTIONS, ReadOptions
from storage.formats.common.label_set import LabelSet, LabelTarget, Reading
from storage.formats.common.picture_files import size_beside
from storage.formats.common.picture_fit import scale_onto
from storage.formats.groundtruth.read.alignment import Aligned, PictureList, align
from storage.formats.groundtruth.read.ball_labels import ball_name, box_names, box_sightings
from storage.formats.groundtruth.read.collect import CollectedLabels, LabelledSequence, collect
from storage.formats.groundtruth.read.sources import of_source, source_names
from storage.formats.groundtruth.schema.ball_shape import VISIBILITY
from storage.formats.groundtruth.schema.labels import Choices, ClassChoice, ImageBoxes
from storage.formats.groundtruth.schema.manifest import ManifestLine, Pair
from storage.formats.groundtruth.schema.metadata import CLIP, Metadata
from storage.formats.groundtruth.schema.origins import LineOrigin, line_origin
from storage.formats.groundtruth.schema.seqlabel import Tool
from storage.quantities import plural
from storage.records import Clip, Event, Review, Source, Video

_EXACT = {True: 0.51, False: 0.01}  # pixels that boxes and points are rounded by


@dataclass(slots=True)
class _Found:
    """What has been read so far; the first word on an event or a clip counts."""

    sightings: list[Sighting] = field(default_factory=list)
    events: dict[tuple[int, str], Event] = field(default_factory=dict)
    clips: dict[tuple[int, int, str], Clip] = field(default_factory=dict)
    unclear: int = 0


def read_data_set(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> Reading:
    """The labels at `path` that are of the target; yields while pictures are compared with it.

    Raises UserError if the data set cannot be read, is of other videos, or does not tell which
    frames its pictures are.
    """
    video, table = target.video, target.table
    collected = collect(path, options.attribute, options.images)
    collected = of_source(of_video(collected, video, path), video, options.source)
    sequences = collected.sequences
    lines = [(line, pair) for line, pair in collected.lines if pair.type != CLIP]
    clips = [(line, pair) for line, pair in collected.lines if pair.type == CLIP]
    pictures = collected.picture_lists()
    lists = [each.pictures for each in sequences] + list(pictures.values())
    aligned = yield from align(lists, video, table, source_names(collected), options.first_number)
    found = _Found()
    folders = dict(zip(pictures, aligned.frames[len(sequences) :], strict=True))
    ball = _ball(sequences, lines, options.class_name)
    _read_sequences(found, sequences, ball, aligned, target, options.fit)
    _read_boxes(found, lines, ball, folders, pictures, target, options.fit)
    _read_events(found, lines, folders)
    for clip in _clips(clips, len(table)):
        found.clips[(clip.first, clip.stop, clip.name)] = clip
    about = _about([*(each.pair for each in sequences), *(pair for _, pair in (*lines, *clips))])
    boxes = any(_is_box(each) for each in sequences) or any(
        isinstance(pair.label, ImageBoxes) for _, pair in lines
    )
    balls = [each for each in found.sightings if each.name == ball]
    selection = select_balls(balls, options.ball, video.width)
    objects = boxes_of([each for each in found.sightings if each.name != ball])
    return LabelSet(
        selection.balls,
        (*selection.boxes, *objects),
        tuple(found.events[key] for key in sorted(found.events)),
        tuple(found.clips[key] for key in sorted(found.clips)),
        _EXACT[boxes],
        about.job,
        about.created,
        (*_notes(found.unclear, aligned.how), *selection.notes),
    )


_Lines = list[tuple[ManifestLine, Pair]]


def of_video(collected: CollectedLabels, video: Video, path: Path) -> CollectedLabels:
    """Sequences, pictures and clips that are not known to be of another video than `video`.

    Raises UserError where none are left; `path` is what they were read from.
    """
    mine = video.fingerprint
    sequences = [
        sequence
        for sequence in collected.sequences
        if sequence.origins is None or sequence.origins.video == mine
    ]
    lines = [(line, pair) for line, pair in collected.lines if _video(line) in (None, mine)]
    if not sequences and not lines:
        raise UserError(
            f"{path} was made from other videos than this one.",
            "Choose the video that its labels are of.",
        )
    return CollectedLabels(sequences, lines, collected.folders)


def _video(line: ManifestLine) -> str | None:
    origin = line_origin(line)
    return None if origin is None else origin.video


def _ball(sequences: list[LabelledSequence], lines: _Lines, wanted: str) -> str:
    """The class that is the ball."""
    names = {name for sequence in sequences for name in sequence.balls.names}
    for _, pair in lines:
        names |= box_names(pair.label) if isinstance(pair.label, ImageBoxes) else set()
    return ball_name(names, wanted)


def _read_sequences(
    labels: _Found,
    sequences: list[LabelledSequence],
    ball: str,
    aligned: Aligned,
    target: LabelTarget,
    way: str,
) -> None:
    for sequence, frames in zip(sequences, aligned.frames, strict=False):
        scale = _scale_of_pictures(sequence.pictures, target, way)
        sightings, unclear = sequence.balls.sightings(ball, frames, scale)
        labels.sightings += sightings
        labels.unclear += unclear


def _read_boxes(
    labels: _Found,
    lines: _Lines,
    ball: str,
    folders: Mapping[str, Mapping[str, int]],
    pictures: Mapping[str, PictureList],
    target: LabelTarget,
    way: str,
) -> None:
    scales = {
        address: _scale_of_pictures(picture_list, target, way)
        for address, picture_list in pictures.items()
    }
    for line, pair in lines:
        if not isinstance(pair.label, ImageBoxes):
            continue
        address, _, name = (line.source or "").rpartition("/")
        label, scale = pair.label, scales[address]
        if label.width and label.height:
            scale = scale_onto((label.width, label.height), target, way)
        seen = line.passed_through.get(VISIBILITY)
        index = folders[address].get(name)
        if index is None:
            labels.unclear += 1
            continue
        labels.sightings += box_sightings(label, ball, index, pair.metadata.source, seen, scale)


def _scale_of_pictures(pictures: PictureList, target: LabelTarget, way: str) -> PixelScale:
    """The scale of labels that tell no size, after the pictures, if they are at hand."""
    size = size_beside(pictures.names[:20], (pictures.folder,))
    return scale_onto(size, target, way) if size else PixelScale()


def _read_events(labels: _Found, lines: _Lines, folders: Mapping[str, Mapping[str, int]]) -> None:
    for line, pair in lines:
        address, _, name = (line.source or "").rpartition("/")
        for label, confidence in _classes(pair):
            frame = folders[address].get(name)
            if frame is None:  # a picture of another video
                continue
            labels.events.setdefault((frame, label), _event(frame, label, confidence, pair))


def _classes(pair: Pair) -> list[tuple[str, float]]:
    label = pair.label
    if isinstance(label, ClassChoice):
        return [(label.name, label.confidence)]
    if isinstance(label, Choices):
        named = {str(index): label.classes.get(str(index), str(index)) for index in label.indices}
        return [(name, label.confidences.get(index, 0.0)) for index, name in named.items()]
    return []


def _event(frame: int, name: str, confidence: float, pair: Pair) -> Event:
    source = pair.metadata.source
    human = source == Source.HUMAN
    # 0 is "unknown", which is what labels of people have
    sure = 1.0 if human else min(max(confidence, 0.0), 1.0)
    review = Review.CORRECTED if human else Review.UNREVIEWED
    return Event(frame, _fit(name), sure, source, review)


def _clips(lines: _Lines, frames: int) -> Iterable[Clip]:
    for line, pair in lines:
        origin: LineOrigin | None = line_origin(line)
        if origin is None or origin.stop > frames:
            raise UserError(
                f"Line {line.number} does not say which frames its clip shows.",
                "Only clips that were cut by Touchline, with its notes in the manifest, can be "
                "found again in a video.",
            )
        if isinstance(pair.label, ClassChoice):
            yield Clip(origin.first, origin.stop, _fit(pair.label.name))


def _about(pairs: list[Pair]) -> Metadata:
    """Who made the labels, and when: the job that was the last."""
    dated = [pair.metadata for pair in pairs if pair.metadata.created is not None]
    if not dated:
        return pairs[0].metadata
    return max(dated, key=lambda metadata: metadata.created.timestamp() if metadata.created else 0)


def _notes(unclear: int, how: str) -> Iterator[str]:
    if how:
        yield f"The frames of the pictures were found {how}."
    if unclear:
        yield f"Left out: {plural(unclear, 'frame')} unreadable or not of this video."


def _is_box(sequence: LabelledSequence) -> bool:
    return any(frame.tool == Tool.BOX for frame in sequence.label.frames)


def _fit(name: str) -> str:
    """A name as the library takes it: printable, and of bounded length."""
    printable = "".join(letter for letter in name if letter.isprintable()).strip()
    return printable[:MAX_NAME] or "unnamed"
