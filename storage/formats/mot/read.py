"""MOTChallenge sequences, read: `gt.txt` as people's labels, `det.txt` as a model's."""

import configparser
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.ball_rows import MAX_PIXELS
from storage.formats.common.ball_selection import (
    ball_class,
    one_ball_a_frame,
)
from storage.formats.common.boxes import EdgeBox, PixelScale, scale_between
from storage.formats.common.frame_map import NAME, MappedFrame, read_frame_map
from storage.formats.common.label_set import NO_OPTIONS, LabelSet, LabelTarget, ReadOptions
from storage.formats.common.problems import (
    FormatError,
    Problem,
    Problems,
    Report,
    number,
    shown,
    whole,
)
from storage.formats.common.text_files import read_label_text
from storage.formats.mot.write import FIRST_EDGE
from storage.records import BallRow, Source, Video, Visibility

_MAX_INFO = 64 << 10  # bytes of seqinfo.ini and of labels.txt
_MIN_FIELDS, _MAX_FIELDS = 6, 10
_NO_CLASS = -1
# what the challenge's own sequences number; files of others say so in labels.txt
_CHALLENGE = dict(
    enumerate(
        (
            "pedestrian",
            "person on vehicle",
            "car",
            "bicycle",
            "motorbike",
            "non motorized vehicle",
            "static person",
            "distractor",
            "occluder",
            "occluder on the ground",
            "occluder full",
            "reflection",
            "crowd",
        ),
        1,
    )
)


@dataclass(frozen=True, slots=True)
class _MotLine:
    """One object in one frame."""

    line: int
    frame: int  # from 1
    track: int
    box: EdgeBox  # edges from 0
    confidence: float
    kind: int  # number of the class, -1 where the line does not say
    visible: float  # share that can be seen


@dataclass(frozen=True, slots=True)
class _Sequence:
    """What lies beside the lines."""

    length: int | None = None
    size: tuple[int, int] | None = None
    classes: Mapping[int, str] = field(default_factory=dict)


def read_mot(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """The ball of the target as the sequence folder, or the gt.txt or det.txt, at `path` says.

    Frames are those of our own frames.csv where there is one; else a sequence as long as the
    video is the video. Raises UserError for what is no such file, for a sequence of another
    length, and for two balls in one frame.
    """
    video = target.video
    rows: dict[int, BallRow] = {}
    for file in _files_in(path):  # people have the last word
        rows |= {row.frame: row for row in _read_file(file, video, options)}
    return LabelSet(tuple(rows[frame] for frame in sorted(rows)))


def check_mot(path: Path) -> Report:
    """What the sequence folder, or the gt.txt or det.txt, at `path` holds, and what is wrong."""
    files = _files_in(path)
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    lines = 0
    classes: Mapping[int, str] = {}
    frames: int | None = None
    for file in files:
        of_file = Problems(file)
        sequence = _beside(file, of_file)
        found = list(_lines(file, of_file))
        _check_tracks(found, sequence, of_file)
        classes, frames = sequence.classes or classes, sequence.length
        counts.update(_class_name(each.kind, sequence.classes) for each in found)
        problems += of_file.all
        lines += len(found)
    kinds = {_is_truth(file) for file in files}
    return Report(
        kind="mot",
        lines=lines,
        frames=frames,
        labels=dict(counts),
        classes={str(id): name for id, name in classes.items()},
        type="gt" if kinds == {True} else "det" if kinds == {False} else "gt and det",
        human=True if kinds == {True} else False if kinds == {False} else None,
        problems=tuple(problems),
    )


def _files_in(path: Path) -> list[Path]:
    """What models say first, so that people's words lie over it."""
    if not path.is_dir():
        return [path]
    found = [path / "det" / "det.txt", path / "gt" / "gt.txt", path / "det.txt", path / "gt.txt"]
    if there := [file for file in found if file.is_file()]:
        return there
    raise UserError(
        f"There is no gt/gt.txt and no det/det.txt in {path}.",
        "Name the folder of one sequence, or its gt.txt.",
    )


def _read_file(file: Path, video: Video, options: ReadOptions) -> list[BallRow]:
    problems = Problems(file, strict=True)
    sequence = _beside(file, problems)
    lines = list(_lines(file, problems))
    lines = _balls(lines, sequence, options, problems)
    mapped = _mapped(file, video)
    if mapped is None and sequence.length not in (None, video.frames):
        raise UserError(
            f"The sequence has {sequence.length} frames, the video {video.frames}.",
            "Choose the video that the sequence was taken from as a whole.",
        )
    scale = PixelScale()
    if sequence.size:
        with problems.at("seqinfo.ini"):
            scale = scale_between(sequence.size, (video.width, video.height))
    found = _rows(lines, mapped, scale, _is_truth(file), problems)
    rows = {row.frame: row for row in one_ball_a_frame(found, problems)}
    for entry in mapped.values() if mapped and _is_truth(file) else ():
        if entry.absent is not None and entry.frame not in rows:
            rows[entry.frame] = entry.absent
    return list(rows.values())


def _rows(
    lines: list[_MotLine],
    mapped: Mapping[str, MappedFrame] | None,
    scale: PixelScale,
    truth: bool,
    problems: Problems,
) -> Iterator[tuple[str, int, BallRow]]:
    for each in lines:
        entry = mapped.get(str(each.frame)) if mapped is not None else None
        if mapped is not None and entry is None:
            problems.add(f"frame {each.frame} is not in {NAME}.", each.line)
        frame = entry.frame if entry else each.frame - 1
        x, y = scale.point(*each.box.centre)
        seen = BallRow(frame, _visibility(each.visible), x, y)
        if not truth:
            seen = BallRow(frame, Visibility.CLEAR, x, y, each.confidence, Source.MODEL)
        yield "", each.line, entry.agreed(seen) if entry else seen


def _balls(
    lines: list[_MotLine], sequence: _Sequence, options: ReadOptions, problems: Problems
) -> list[_MotLine]:
    """The lines that are of the ball and are not marked as to be left out."""
    kinds = {each.kind for each in lines} - {_NO_CLASS}
    if not kinds or (len(kinds) == 1 and not options.class_name):
        return lines
    ball = _NO_CLASS
    with problems.at("classes"):
        names = {kind: _class_name(kind, sequence.classes) for kind in kinds}
        ball = ball_class(names, options.class_name)
    return [each for each in lines if each.kind == ball]


def _lines(file: Path, problems: Problems) -> Iterator[_MotLine]:
    for place, text in enumerate(read_label_text(file).splitlines(), 1):
        if text.strip():
            with problems.at(line=place):
                line = _line(place, text, _is_truth(file))
                if line is not None:
                    yield line


def _line(place: int, text: str, truth: bool) -> _MotLine | None:
    """The object of a line; None for one that the challenge says to leave out."""
    values = [value.strip() for value in text.split(",")]
    if len(values) == 1:
        values = text.split()  # some programs write blanks
    if not _MIN_FIELDS <= len(values) <= _MAX_FIELDS:
        raise FormatError(f"{shown(text)} has {len(values)} values; MOT has 6 to 10.")
    frame = whole(values[0], "frame", 1)
    track = whole(values[1], "id", -1)
    left, top, width, height = (
        number(value, name, -MAX_PIXELS, MAX_PIXELS)
        for value, name in zip(values[2:6], ("left", "top", "width", "height"), strict=True)
    )
    if width <= 0 or height <= 0:
        raise FormatError("the box has no width or no height.")
    sure = number(values[6], "conf") if len(values) > 6 else 1.0
    if truth and sure == 0:
        return None
    kind = whole(values[7], "class", _NO_CLASS) if truth and len(values) > 7 else _NO_CLASS
    visible = number(values[8], "visibility", -1, 1) if truth and len(values) == 9 else 1.0
    box = EdgeBox(left - FIRST_EDGE, top - FIRST_EDGE, width, height)
    return _MotLine(place, frame, track, box, min(max(sure, 0.0), 1.0), kind, visible)


def _check_tracks(lines: list[_MotLine], sequence: _Sequence, problems: Problems) -> None:
    seen: set[tuple[int, int]] = set()
    for each in lines:
        if each.track > 0 and (each.frame, each.track) in seen:
            problems.add(f"id {each.track} is twice in frame {each.frame}.", each.line)
        seen.add((each.frame, each.track))
        if sequence.length is not None and each.frame > sequence.length:
            what = f"frame {each.frame} of a sequence of {sequence.length}."
            problems.add(what, each.line)


def _beside(file: Path, problems: Problems) -> _Sequence:
    """What seqinfo.ini and labels.txt say of the sequence that `file` belongs to."""
    folder = _folder_of(file)
    info = folder / "seqinfo.ini"
    length, size = None, None
    if info.is_file():
        with problems.at("seqinfo.ini"):
            length, size = _read_info(read_label_text(info, _MAX_INFO))
    labels = folder / "gt" / "labels.txt"
    names: dict[int, str] = {}
    if labels.is_file():
        lines = read_label_text(labels, _MAX_INFO).splitlines()
        names = {number: name.strip() for number, name in enumerate(lines, 1) if name.strip()}
    return _Sequence(length, size, names)


def _read_info(text: str) -> tuple[int | None, tuple[int, int] | None]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise FormatError(
            f"this is not a settings file: {error.message.splitlines()[0]}"
        ) from error
    if not parser.has_section("Sequence"):
        raise FormatError("there is no [Sequence].")
    facts = parser["Sequence"]
    length = whole(facts["seqLength"], "seqLength", 1) if "seqLength" in facts else None
    if "imWidth" not in facts or "imHeight" not in facts:
        return length, None
    return length, (
        whole(facts["imWidth"], "imWidth", 1, MAX_PIXELS),
        whole(facts["imHeight"], "imHeight", 1, MAX_PIXELS),
    )


def _mapped(file: Path, video: Video) -> dict[str, MappedFrame] | None:
    path = _folder_of(file) / NAME
    return read_frame_map(path, video.fingerprint) if path.is_file() else None


def _folder_of(file: Path) -> Path:
    """The folder of the sequence that a gt.txt or det.txt belongs to."""
    return file.parent.parent if file.parent.name in ("gt", "det") else file.parent


def _is_truth(file: Path) -> bool:
    return file.stem != "det"


def _class_name(kind: int, classes: Mapping[int, str]) -> str:
    if kind == _NO_CLASS:
        return "object"
    return (classes or _CHALLENGE).get(kind, f"class {kind}")


def _visibility(share: float) -> Visibility:
    """The nearest of what we write for the three classes; -1 is "not said"."""
    if share < 0 or share >= 0.75:
        return Visibility.CLEAR
    return Visibility.HARD if share >= 0.25 else Visibility.OCCLUDED
