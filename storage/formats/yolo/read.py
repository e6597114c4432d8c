"""YOLO's data sets, read: one text a picture, its numbers as shares of the picture."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from storage.errors import UserError
from storage.formats.common.ball_selection import (
    ball_class,
    frames_of_pictures,
    one_ball_a_frame,
)
from storage.formats.common.frame_map import NAME, MappedFrame, read_frame_map
from storage.formats.common.label_set import NO_OPTIONS, LabelSet, LabelTarget, ReadOptions
from storage.formats.common.problems import (
    FormatError,
    Problems,
    Report,
    number,
    shown,
    text,
    whole,
)
from storage.formats.common.text_files import read_label_text
from storage.records import BallRow, Source, Video, Visibility

MAX_FILES = 1_000_000  # texts of one data set
_MAX_TEXT = 256 << 10  # bytes of one picture's labels, and of data.yaml
_MAX_CLASSES = 10_000
_NAMES = ("data.yaml", "dataset.yaml", "data.yml")
# values of a line: class and box; a network's answers also say how sure it is, poses have a point
_BOX, _SURE, _POINT = 5, 6, 8


class _Loader(yaml.SafeLoader):
    """Plain values alone; references, by which a short file can grow without bound, are refused."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("a reference")
        return super().compose_node(parent, index)


@dataclass(frozen=True, slots=True)
class _YoloLine:
    line: int
    kind: int
    x: float  # middle, shares of the picture
    y: float
    confidence: float | None
    visibility: Visibility = Visibility.CLEAR


@dataclass(frozen=True, slots=True)
class _Texts:
    """The texts of a folder by the name of their picture: `train/rally-000017`."""

    files: Mapping[str, Path] = field(default_factory=dict)
    classes: Mapping[int, str] = field(default_factory=dict)


def read_yolo(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """The ball of the target as the data set folder, or its data.yaml, at `path` says.

    Frames are those of our own frames.csv where there is one; else they are told by the names.
    A text without a line says that there is no ball. Raises UserError for what is no such folder,
    for pictures that fit no frame, and for two balls in one.
    """
    video = target.video
    root = path if path.is_dir() else path.parent
    texts = _texts(root, Problems(root, strict=True))
    mapped = root / NAME
    entries = read_frame_map(mapped, video.fingerprint) if mapped.is_file() else None
    frames = (
        {name: entry.frame for name, entry in entries.items()}
        if entries is not None
        else frames_of_pictures(list(texts.files), video.frames, options.first_number)
    )
    return LabelSet(
        tuple(
            one_ball_a_frame(
                (
                    found
                    for name, file in texts.files.items()
                    if name in frames
                    for found in _rows(
                        file, frames[name], (entries or {}).get(name), video, texts, options
                    )
                ),
                Problems(root, strict=True),
            )
        )
    )


def check_yolo(path: Path) -> Report:
    """What the data set folder, or its data.yaml, at `path` holds, and what is wrong with it."""
    root = path if path.is_dir() else path.parent
    problems = Problems(root)
    texts = _texts(root, problems)
    counts: Counter[str] = Counter()
    lines, sure = 0, 0
    for file in texts.files.values():
        of_file = Problems(file)
        for each in _lines(file, of_file):
            name = texts.classes.get(each.kind)
            if name is None and texts.classes:
                of_file.add(f"class {each.kind} has no name in data.yaml.", each.line)
            counts[name or f"class {each.kind}"] += 1
            lines, sure = lines + 1, sure + (each.confidence is not None)
        place = file.relative_to(root).as_posix()
        for problem in of_file.all:
            problems.add(f"{place}: {problem.what}", problem.line)
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


def _rows(
    file: Path,
    frame: int,
    entry: MappedFrame | None,
    video: Video,
    texts: _Texts,
    options: ReadOptions,
) -> Iterator[tuple[str, int, BallRow]]:
    where = file.name
    problems = Problems(file, strict=True)
    lines = _balls(list(_lines(file, problems)), texts, options, problems)
    for each in lines:
        x, y = each.x * video.width - 0.5, each.y * video.height - 0.5
        seen = BallRow(frame, each.visibility, x, y)
        if each.confidence is not None:
            seen = BallRow(frame, each.visibility, x, y, each.confidence, Source.MODEL)
        yield where, each.line, entry.agreed(seen) if entry else seen
    if not lines:
        absent = entry.absent if entry else None
        yield where, 1, absent or BallRow(frame, Visibility.ABSENT)


def _balls(
    lines: Sequence[_YoloLine], texts: _Texts, options: ReadOptions, problems: Problems
) -> list[_YoloLine]:
    if not texts.classes:
        return list(lines)
    with problems.at("data.yaml"):
        ball = ball_class(texts.classes, options.class_name)
        return [each for each in lines if each.kind == ball]
    return []


def _texts(root: Path, problems: Problems) -> _Texts:
    settings = next((root / name for name in _NAMES if (root / name).is_file()), None)
    classes: dict[int, str] = {}
    if settings is not None:
        with problems.at(settings.name):
            classes = _classes(read_label_text(settings, _MAX_TEXT))
    labels = root / "labels" if (root / "labels").is_dir() else root
    files: dict[str, Path] = {}
    for file in sorted(labels.rglob("*.txt")):
        name = file.relative_to(labels).with_suffix("").as_posix()
        if file.name != "classes.txt" and not file.is_symlink():
            files[name] = file
        if len(files) > MAX_FILES:
            raise UserError(f"{root} has too many texts.", "Choose a smaller data set.")
    if not files:
        raise UserError(
            f"There are no label texts in {labels}.", "Choose the folder with data.yaml."
        )
    return _Texts(files, classes)


def _classes(written: str) -> dict[int, str]:
    """The names of classes: a list, or an object by number."""
    try:
        value = yaml.load(written, _Loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise FormatError(f"this is not YAML{line}.") from error
    names = value.get("names") if isinstance(value, dict) else None
    if isinstance(names, list):
        names = dict(enumerate(names))
    if not isinstance(names, dict) or len(names) > _MAX_CLASSES:
        raise FormatError(f"names is {shown(names)}; it lists the classes.")
    return {whole(id, "a class"): text(name, "a name") for id, name in names.items()}


def _lines(file: Path, problems: Problems) -> Iterator[_YoloLine]:
    for place, written in enumerate(read_label_text(file, _MAX_TEXT).splitlines(), 1):
        if written.strip():
            with problems.at(line=place):
                yield _line(place, written)


def _line(place: int, written: str) -> _YoloLine:
    """The ball of a line: by its key point where there is one, else by its box."""
    values = written.split()
    if len(values) < _BOX:
        raise FormatError(f"{shown(written)} has {len(values)} values; YOLO has 5 or more.")
    kind = whole(values[0], "class", 0, _MAX_CLASSES)
    x, y, width, height = (
        number(value, name, 0, 1)
        for value, name in zip(values[1:_BOX], ("x", "y", "width", "height"), strict=True)
    )
    if width == 0 or height == 0:
        raise FormatError("the box has no width or no height.")
    if len(values) == _SURE:
        return _YoloLine(place, kind, x, y, number(values[_BOX], "confidence", 0, 1))
    if len(values) == _POINT:
        return _key_point(place, kind, (x, y), values[_BOX:])
    if len(values) > _BOX:
        raise FormatError(f"{len(values)} values are an outline or a skeleton, not a ball's box.")
    return _YoloLine(place, kind, x, y, None)


def _key_point(place: int, kind: int, box: tuple[float, float], values: Sequence[str]) -> _YoloLine:
    x, y = (number(value, "a key point", 0, 1) for value in values[:2])
    seen = whole(values[2], "v of a key point", 0, 2)
    if seen == 0:
        return _YoloLine(place, kind, *box, None)
    hidden = Visibility.OCCLUDED if seen == 1 else Visibility.CLEAR
    return _YoloLine(place, kind, x, y, None, hidden)
