"""Reading a data set as the labels of one video."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.label_set import NO_OPTIONS, LabelSet, LabelTarget, Reading, ReadOptions
from storage.formats.groundtruth.read.alignment import Aligned, PictureList, align
from storage.formats.groundtruth.read.ball_labels import ball_name, box_names, box_row
from storage.formats.groundtruth.read.collect import Gathered, LabelledSequence, gather
from storage.formats.groundtruth.schema.ball_shape import VISIBILITY
from storage.formats.groundtruth.schema.labels import Choices, ClassChoice, ImageBoxes
from storage.formats.groundtruth.schema.manifest import ManifestLine, Pair
from storage.formats.groundtruth.schema.metadata import CLIP, Metadata
from storage.formats.groundtruth.schema.origins import LineOrigin, line_origin
from storage.formats.groundtruth.schema.seqlabel import Tool
from storage.formats.tables.events_csv import MAX_NAME
from storage.records import BallRow, Clip, Event, Review, Source, Video

_EXACT = {True: 0.51, False: 0.01}  # pixels that boxes and points are rounded by


@dataclass(slots=True)
class _Found:
    """What has been read so far; the first word on a frame counts."""

    balls: dict[int, BallRow] = field(default_factory=dict)
    events: dict[tuple[int, str], Event] = field(default_factory=dict)
    clips: dict[tuple[int, int, str], Clip] = field(default_factory=dict)
    unclear: int = 0

    def add_balls(self, rows: Iterable[BallRow]) -> None:
        for row in rows:
            self.unclear += row.frame in self.balls
            self.balls.setdefault(row.frame, row)


def read_data_set(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> Reading:
    """The labels at `path` that are of the target; yields while pictures are compared with it.

    Raises UserError if the data set cannot be read, is of other videos, or does not tell which
    frames its pictures are.
    """
    video, table = target.video, target.table
    gathered = gather(path, options.attribute, options.images)
    gathered = of_video(gathered, video, path)
    sequences = gathered.sequences
    lines = [(line, pair) for line, pair in gathered.lines if pair.type != CLIP]
    clips = [(line, pair) for line, pair in gathered.lines if pair.type == CLIP]
    pictures = gathered.picture_lists()
    lists = [each.pictures for each in sequences] + list(pictures.values())
    aligned = yield from align(lists, video, table)
    found = _Found()
    _read_balls(found, sequences, lines, aligned, pictures, video, options.class_name)
    _read_events(found, lines, dict(zip(pictures, aligned.frames[len(sequences) :], strict=True)))
    for clip in _clips(clips, len(table)):
        found.clips[(clip.first, clip.stop, clip.name)] = clip
    about = _about([*(each.pair for each in sequences), *(pair for _, pair in (*lines, *clips))])
    boxes = any(_is_box(each) for each in sequences) or any(
        isinstance(pair.label, ImageBoxes) for _, pair in lines
    )
    return LabelSet(
        tuple(found.balls[frame] for frame in sorted(found.balls)),
        (),
        tuple(found.events[key] for key in sorted(found.events)),
        tuple(found.clips[key] for key in sorted(found.clips)),
        _EXACT[boxes],
        about.job,
        about.created,
        tuple(_notes(found.unclear, aligned.how)),
    )


_Lines = list[tuple[ManifestLine, Pair]]


def of_video(gathered: Gathered, video: Video, path: Path) -> Gathered:
    """Sequences, pictures and clips that are not known to be of another video than `video`.

    Raises UserError where none are left; `path` is what they were read from.
    """
    mine = video.fingerprint
    sequences = [
        each for each in gathered.sequences if each.origins is None or each.origins.video == mine
    ]
    lines = [(line, pair) for line, pair in gathered.lines if _video(line) in (None, mine)]
    if not sequences and not lines:
        raise UserError(
            f"{path} was made from other videos than this one.",
            "Choose the video that its labels are of.",
        )
    return Gathered(sequences, lines, gathered.folders)


def _video(line: ManifestLine) -> str | None:
    origin = line_origin(line)
    return None if origin is None else origin.video


def _read_balls(
    found: _Found,
    sequences: list[LabelledSequence],
    lines: _Lines,
    aligned: Aligned,
    pictures: dict[str, PictureList],
    video: Video,
    wanted: str,
) -> None:
    balls = [each.balls for each in sequences]
    boxes = [(line, pair) for line, pair in lines if isinstance(pair.label, ImageBoxes)]
    names = {name for each in balls for name in each.names}
    for _, pair in boxes:
        names |= box_names(pair.label) if isinstance(pair.label, ImageBoxes) else set()
    ball = ball_name(names, wanted)
    for sequence, frames in zip(balls, aligned.frames, strict=False):
        rows, unclear = sequence.rows(ball, frames)
        found.add_balls(rows)
        found.unclear += unclear
    folders = dict(zip(pictures, aligned.frames[len(sequences) :], strict=True))
    for line, pair in boxes:
        address, _, name = (line.source or "").rpartition("/")
        index = folders[address][name]
        assert isinstance(pair.label, ImageBoxes)
        seen = line.passed_through.get(VISIBILITY)
        row = box_row(pair.label, ball, index, video, pair.metadata.source, seen)
        found.unclear += row is None
        found.add_balls([] if row is None else [row])


def _read_events(found: _Found, lines: _Lines, folders: Mapping[str, Mapping[str, int]]) -> None:
    for line, pair in lines:
        address, _, name = (line.source or "").rpartition("/")
        for label, confidence in _classes(pair):
            frame = folders[address][name]
            found.events.setdefault((frame, label), _event(frame, label, confidence, pair))


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
                f"Line {line.number} does not tell which frames its clip is.",
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
        yield (
            f"{unclear} frames were left out: they contain several balls, are duplicated, or "
            "cannot be read."
        )


def _is_box(each: LabelledSequence) -> bool:
    return any(frame.tool == Tool.BOX for frame in each.label.frames)


def _fit(name: str) -> str:
    """A name as the library takes it: printable, and of bounded length."""
    printable = "".join(letter for letter in name if letter.isprintable()).strip()
    return printable[:MAX_NAME] or "unnamed"
