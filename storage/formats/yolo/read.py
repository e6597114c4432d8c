"""YOLO's data sets, read: one text a picture, its numbers as shares of the picture."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.ball_selection import Sighting, ball_class, boxes_of, select_balls
from storage.formats.common.boxes import EdgeBox, PixelScale
from storage.formats.common.choices import NO_OPTIONS, ChoiceNeeded, ReadOptions, choose_source
from storage.formats.common.frame_map import NAME, MappedFrame, read_frame_map
from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.common.picture_files import size_beside
from storage.formats.common.picture_fit import CROP, PAD, fit_of, scale_onto
from storage.formats.common.picture_frames import frames_of_names
from storage.formats.common.problems import FormatError, Problems, Report, number, shown, whole
from storage.formats.common.shapes import box_of_points
from storage.formats.common.text_files import read_foreign_text
from storage.formats.yolo.texts import MAX_CLASSES, MAX_TEXT, YoloTexts, is_part, texts_in
from storage.quantities import plural
from storage.records import BallRow, Source, Visibility

# values of a line: class and box; behind them how sure a network is, the number of a track, or
# both; a key point; or an outline, whose corners stand in place of the box
_BOX, _ONE_MORE, _TWO_MORE, _POINT = 5, 6, 7, 8
_ROUNDED = 1e-3  # by how much a share may be outside of the picture: programs round
_MAX_TRACK = 2**63 - 1


@dataclass(frozen=True, slots=True)
class _YoloLine:
    line: int
    kind: int
    box: EdgeBox  # shares of the picture
    place: tuple[float, float]
    confidence: float | None = None
    track: str = ""
    visibility: Visibility = Visibility.CLEAR


@dataclass(frozen=True, slots=True)
class _OddYoloLine:
    line: int
    kind: int | None
    what: str


def read_yolo(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """Balls and other objects of the target in the data set folder, or its data.yaml, at `path`.

    Frames are those of our own frames.csv where there is one; else they are told by the names.
    A text without a ball says nothing, unless the user says that all pictures were looked at: some
    programs write an empty one for each picture of a video. Raises UserError for what is not such
    a folder, for pictures that fit no frame, and where a choice is missing.
    """
    root = path if path.is_dir() else path.parent
    texts = _of_source(texts_in(root, Problems(root, strict=True)), target, options)
    mapped = root / NAME
    entries = read_frame_map(mapped, target.video.fingerprint) if mapped.is_file() else {}
    frames = (
        {name: entry.frame for name, entry in entries.items()}
        if entries
        else frames_of_names(list(texts.files), target.video, options)
    )
    lines = {name: _lines(texts, texts.files[name]) for name in texts.files if name in frames}
    ball = _ball(texts, lines.values(), options)
    size, scale = _scale(texts, target, options)
    pictures = _YoloPictures(texts, lines, frames, entries, size, scale, _tracked(lines.values()))
    seen = list(pictures.sightings(ball))
    balls = [sighting for sighting in seen if sighting.name == pictures.name(ball)]
    selection = select_balls(balls, options.ball, target.video.width, options.complete)
    boxes = boxes_of([sighting for sighting in seen if sighting.name != pictures.name(ball)])
    notes = (*selection.notes, *pictures.notes())
    return LabelSet(selection.balls, (*selection.boxes, *boxes), notes=notes)


def check_yolo(path: Path) -> Report:
    """What the data set folder, or its data.yaml, at `path` holds, and what is wrong with it."""
    root = path if path.is_dir() else path.parent
    problems = Problems(root)
    texts = texts_in(root, problems)
    counts: Counter[str] = Counter()
    lines, sure = 0, 0
    for file in texts.files.values():
        place = file.relative_to(root).as_posix()
        for parsed in _lines(texts, file):
            if isinstance(parsed, _OddYoloLine):
                problems.add(f"{place}: {parsed.what}", parsed.line)
                continue
            name = texts.classes.get(parsed.kind)
            if name is None and texts.classes:
                problems.add(f"{place}: class {parsed.kind} has no name.", parsed.line)
            counts[name or f"class {parsed.kind}"] += 1
            lines, sure = lines + 1, sure + (parsed.confidence is not None)
    if not lines and not problems.all and not (root / NAME).is_file():
        problems.add("no text has a label.")
    return Report(
        kind="yolo",
        lines=lines,
        frames=len(texts.files),
        labels=dict(counts),
        classes={str(id): name for id, name in texts.classes.items()},
        type="boxes",
        human=False if lines and sure == lines else None,
        problems=problems.all,
    )


@dataclass(frozen=True, slots=True)
class _YoloPictures:
    """The texts that are of frames of the target, with what their lines say."""

    texts: YoloTexts
    lines: Mapping[str, Sequence[_YoloLine | _OddYoloLine]]
    frames: Mapping[str, int]
    entries: Mapping[str, MappedFrame]
    size: tuple[int, int]  # of the pictures, or any of that shape
    scale: PixelScale
    tracked: bool  # the sixth value is the number of a track

    def name(self, kind: int) -> str:
        """What a class is called."""
        return self.texts.classes.get(kind, f"class {kind}")

    def sightings(self, ball: int) -> Iterator[Sighting]:
        """All objects, and the frames whose text tells of no ball. Raises FormatError."""
        for name, lines in self.lines.items():
            entry = self.entries.get(name)
            for yolo_line in lines:
                if isinstance(yolo_line, _YoloLine):
                    yield self._sighting(yolo_line, self.frames[name], entry)
                elif yolo_line.kind in (ball, None):
                    raise FormatError(yolo_line.what, yolo_line.line, self.texts.files[name])
            if not any(yolo_line.kind == ball for yolo_line in lines):
                absent = entry.absent if entry else None
                row = absent or BallRow(self.frames[name], Visibility.ABSENT)
                yield Sighting(row, name=self.name(ball), implied=entry is None)

    def notes(self) -> Iterator[str]:
        """What was left out."""
        odd = [(name, yolo_line) for name, some in self.lines.items() for yolo_line in some
               if isinstance(yolo_line, _OddYoloLine)]  # fmt: skip
        if odd:
            name, first = odd[0]
            where = f"{self.texts.files[name].name}, line {first.line}"
            yield f"Left out: {plural(len(odd), 'line')}; the first, {where}: {first.what}"

    def _sighting(self, line: _YoloLine, frame: int, entry: MappedFrame | None) -> Sighting:
        width, height = self.size
        x, y = self.scale.point(line.place[0] * width - 0.5, line.place[1] * height - 0.5)
        confidence, track = line.confidence, line.track
        if self.tracked and confidence is not None and not track:
            confidence, track = None, f"{confidence:.0f}"
        by_model = confidence is not None or bool(track)
        sure = 1.0 if confidence is None else min(confidence, 1.0)
        source = Source.MODEL if by_model else Source.HUMAN
        seen = BallRow(frame, line.visibility, x, y, sure, source)
        row = entry.agreed(seen) if entry else seen
        across, down = width * self.scale.across, height * self.scale.down
        name = self.name(line.kind)
        return Sighting(row, line.box.width * across, line.box.height * down, track, name=name)


def _scale(
    texts: YoloTexts, target: LabelTarget, options: ReadOptions
) -> tuple[tuple[int, int], PixelScale]:
    """The size of the pictures, and how they lie in the video.

    Shares of pictures that have the shape of the frames, or were stretched, need no size. Raises
    UserError for pictures of another shape that nothing tells of.
    """
    fit = fit_of(options, (texts.root, texts.root.parent))
    parts = {name.rpartition("/")[0] for name in texts.files}
    folders = [texts.root, *(texts.root / part for part in sorted(parts)[:20] if part)]
    size = fit.size or size_beside(list(texts.files)[:20], folders)
    if size is None and fit.way in (PAD, CROP):
        raise UserError(
            "Nothing says how large the pictures are.", "Add the pictures to the data set."
        )
    size = size or (target.video.width, target.video.height)
    return size, scale_onto(size, target, fit.way)


def _of_source(texts: YoloTexts, target: LabelTarget, options: ReadOptions) -> YoloTexts:
    """The texts of the target where folders of several videos hold texts of the same names."""
    last = [name.rpartition("/")[2] for name in texts.files]
    if len(set(last)) == len(last):
        return texts
    groups: dict[str, dict[str, Path]] = {}
    for name, file in texts.files.items():
        folders = [part for part in name.split("/")[:-1] if not is_part(part)]
        groups.setdefault("/".join(folders), {})[name] = file
    if len(groups) == 1:
        return texts
    mine = choose_source({name: [name] for name in groups}, target.video, options.source)
    return YoloTexts(texts.root, groups[mine], texts.classes, texts.points)


def _ball(
    texts: YoloTexts, lines: Iterable[Sequence[_YoloLine | _OddYoloLine]], options: ReadOptions
) -> int:
    """The class that is the ball; without names the only one that occurs."""
    used = {line.kind for some in lines for line in some if line.kind is not None}
    if texts.classes:
        return ball_class(texts.classes, options.class_name, used=used)
    if not used and options.class_name:
        raise ChoiceNeeded("class_name", f"There is no class {options.class_name[:80]!r}.")
    if not used:
        return 0
    unknown = {kind: f"class {kind}" for kind in sorted(used)}
    return ball_class(unknown, options.class_name, known=False)


def _tracked(lines: Iterable[Sequence[_YoloLine | _OddYoloLine]]) -> bool:
    """Whether the sixth values number tracks: all are whole, which no network is sure of."""
    sixth = [
        line.confidence
        for some in lines
        for line in some
        if isinstance(line, _YoloLine) and line.confidence is not None and not line.track
    ]
    return bool(sixth) and all(value.is_integer() and value >= 1 for value in sixth)


def _lines(texts: YoloTexts, file: Path) -> list[_YoloLine | _OddYoloLine]:
    lines: list[_YoloLine | _OddYoloLine] = []
    for place, written in enumerate(read_foreign_text(file, MAX_TEXT).splitlines(), 1):
        if not written.strip():
            continue
        try:
            lines.append(_line(place, written, texts.points))
        except FormatError as error:
            lines.append(_OddYoloLine(place, _kind(written), error.what))
    return lines


def _kind(written: str) -> int | None:
    """The class of a line that cannot be read, if that can."""
    first = written.split()[0]
    return int(first) if first.isdecimal() and len(first) < 6 else None


def _line(place: int, written: str, points: int) -> _YoloLine:
    """The object of a line: by its key point where there is one, else by its box or outline."""
    values = written.split()
    if len(values) < _BOX:
        raise FormatError(f"{shown(written)} has {len(values)} values; YOLO has 5 or more.")
    kind = whole(values[0], "class", 0, MAX_CLASSES)
    more = values[_BOX:]
    if len(values) == _TWO_MORE and not points and _is_track(more[1]):
        certain = number(more[0], "confidence", 0, 1)
        tracked = _box(values)
        return _YoloLine(place, kind, tracked, _middle(tracked), certain, more[1])
    if len(values) == _POINT or (len(values) == _TWO_MORE and points):
        return _key_point(place, kind, _box(values), more)
    if len(values) > _ONE_MORE:
        return _outline(place, kind, values[1:])
    box = _box(values)
    sure = number(more[0], "confidence or track", 0, _MAX_TRACK) if more else None
    if sure is not None and sure > 1 and not sure.is_integer():
        raise FormatError(f"confidence is {shown(more[0])}; it must be from 0 to 1.")
    track = more[0] if sure is not None and sure > 1 else ""
    return _YoloLine(place, kind, box, _middle(box), None if track else sure, track)


def _is_track(value: str) -> bool:
    return value.isdecimal() and int(value) >= 1 and len(value) < 19


def _box(values: Sequence[str]) -> EdgeBox:
    names = ("x", "y", "width", "height")
    x, y, width, height = map(_share, values[1:_BOX], names)
    if width == 0 or height == 0:
        raise FormatError("the box has no width or no height.")
    return EdgeBox(x - width / 2, y - height / 2, width, height)


def _share(value: str, name: str) -> float:
    """A share of the picture; what is beyond its edge by less than programs round is on it."""
    share = number(value, name)
    if not -_ROUNDED <= share <= 1 + _ROUNDED:
        raise FormatError(f"{name} is {shown(value)}; it must be from 0 to 1.")
    return min(max(share, 0.0), 1.0)


def _middle(box: EdgeBox) -> tuple[float, float]:
    return box.left + box.width / 2, box.top + box.height / 2


def _key_point(place: int, kind: int, box: EdgeBox, values: Sequence[str]) -> _YoloLine:
    x, y = (_share(value, "a key point") for value in values[:2])
    seen = whole(values[2], "v of a key point", 0, 2) if len(values) > 2 else 2
    if seen == 0:
        return _YoloLine(place, kind, box, _middle(box))
    hidden = Visibility.OCCLUDED if seen == 1 else Visibility.CLEAR
    return _YoloLine(place, kind, box, (x, y), visibility=hidden)


def _outline(place: int, kind: int, values: Sequence[str]) -> _YoloLine:
    """An outline, or a turned box: its corners, and with an odd number how sure a network is."""
    sure = number(values[-1], "confidence", 0, 1) if len(values) % 2 else None
    pairs = values[: len(values) - len(values) % 2]
    xs = [_share(value, "x") for value in pairs[0::2]]
    ys = [_share(value, "y") for value in pairs[1::2]]
    box = box_of_points(xs, ys)
    if math.isclose(box.width, 0) and math.isclose(box.height, 0):
        raise FormatError("the outline has no width and no height.")
    return _YoloLine(place, kind, box, _middle(box), sure)
