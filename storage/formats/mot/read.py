"""MOTChallenge sequences, read: `gt.txt` as people's labels, what trackers found as a model's."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.bounds import MAX_EDGE
from storage.errors import UserError
from storage.foreign_files import is_inside
from storage.formats.common.ball_selection import Sighting, ball_class, boxes_of, select_balls
from storage.formats.common.boxes import EdgeBox, PixelScale
from storage.formats.common.choices import NO_OPTIONS, ChoiceNeeded, ReadOptions, choose_source
from storage.formats.common.frame_map import NAME, MappedFrame, read_frame_map
from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.common.picture_fit import scale_onto
from storage.formats.common.problems import (
    FormatError,
    Problem,
    Problems,
    Report,
    number,
    shown,
    whole,
)
from storage.formats.common.text_files import read_foreign_text
from storage.formats.mot.sequence import SequenceInfo, folder_of, sequence_info
from storage.formats.mot.write import FIRST_EDGE
from storage.quantities import plural
from storage.records import BallRow, Source, Video, Visibility

_MIN_FIELDS, _MAX_FIELDS = 6, 10
_NO_CLASS = -1
_FRAME_NAMES = (
    "frame",
    "frame_id",
    "frameid",
    "frame_no",
    "frame_number",
    "fn",
    "#frame",
    "# frame",
)
_MAX_ID = 2**63 - 1


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
class _OddMotLine:
    line: int
    what: str
    track: int  # -1: not known
    kind: int


@dataclass(frozen=True, slots=True)
class _MotFile:
    """A file of lines, and what lies beside it."""

    path: Path
    info: SequenceInfo
    lines: Sequence[_MotLine]
    odd: Sequence[_OddMotLine]
    by_people: bool
    first: int = 1  # number of frame 0

    def class_of(self, line: _MotLine | _OddMotLine) -> str:
        """The name of the class of a line: of its object, else of its number."""
        if (name := self.info.tracks.get(line.track)) is not None:
            return name
        if line.kind == _NO_CLASS:
            return "object"
        return self.info.classes.get(line.kind, f"class {line.kind}")

    @property
    def named(self) -> bool:
        """Whether the names of classes are known, and not made up from their numbers."""
        return bool(self.info.tracks or self.info.classes)


def read_mot(path: Path, target: LabelTarget, options: ReadOptions = NO_OPTIONS) -> LabelSet:
    """Balls and other objects of the target in the sequence folder, or the file, at `path`.

    Frames are those of our own frames.csv where there is one; else a sequence as long as the
    video is the video. Raises UserError for what is no such file, for a sequence of another
    length, and where a choice is missing.
    """
    rows: dict[int, BallRow] = {}
    labels = LabelSet()
    for file in _files_in(path, target.video, options):  # people have the last word
        loaded = _load(file, Problems(file, strict=True), options.first_number)
        read = _read_file(loaded, target, options)
        rows |= {row.frame: row for row in read.balls}
        labels = LabelSet(
            tuple(rows[frame] for frame in sorted(rows)),
            (*labels.boxes, *read.boxes),
            notes=(*labels.notes, *read.notes),
        )
    return labels


def check_mot(path: Path) -> Report:
    """What the sequence folder, or the gt.txt or det.txt, at `path` holds, and what is wrong."""
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    lines = 0
    info = SequenceInfo()
    kinds = set()
    for path_of in _files_in(path, None, NO_OPTIONS):
        of_file = Problems(path_of)
        file = _load(path_of, of_file)
        for odd in file.odd:
            of_file.add(odd.what, odd.line)
        _check_tracks(file, of_file)
        info = file.info
        counts.update(map(file.class_of, file.lines))
        problems += of_file.all
        lines += len(file.lines)
        kinds.add(file.by_people)
    if not lines and not problems and not (folder_of(path_of) / NAME).is_file():
        problems.append(Problem(1, "there are no lines."))
    classes = info.classes or info.tracks
    return Report(
        kind="mot",
        lines=lines,
        frames=info.length,
        labels=dict(counts),
        classes={str(id): name for id, name in classes.items()},
        type="gt" if kinds == {True} else "det" if kinds == {False} else "gt and det",
        human=True if kinds == {True} else False if kinds == {False} else None,
        problems=tuple(problems),
    )


def _files_in(path: Path, video: Video | None, options: ReadOptions) -> list[Path]:
    """What models say first, so that people's words lie over it."""
    if not path.is_dir():
        return [path]
    if files := _files_of(path):
        return files
    below = {folder.name: folder for folder in sorted(path.iterdir()) if folder.is_dir()}
    sequences = {name: folder for name, folder in below.items() if _files_of(folder)}
    if len(sequences) == 1 and not options.source:
        return _files_of(next(iter(sequences.values())))
    if sequences and video is not None:
        names = {name: [name] for name in sequences}
        return _files_of(sequences[choose_source(names, video, options.source)])
    raise UserError(
        f"There is neither gt/gt.txt nor det/det.txt in {path}.",
        "Choose the folder of one sequence, or its gt.txt.",
    )


def _files_of(folder: Path) -> list[Path]:
    places = ("det/det.txt", "gt/gt.txt", "det.txt", "gt.txt")
    paths = (folder / place for place in places)
    return [path for path in paths if path.is_file() and is_inside(path, folder)]


def _load(path: Path, problems: Problems, first: int | None = None) -> _MotFile:
    """The lines of a file; those that cannot be read are among the odd ones."""
    lines: list[_MotLine] = []
    odd: list[_OddMotLine] = []
    values: list[list[str]] = []
    texts = [(place, text) for place, text in
             enumerate(read_foreign_text(path).splitlines(), 1) if text.strip()]  # fmt: skip
    if texts and _is_header(texts[0][1]):
        texts.pop(0)
    first = _first_frame(texts) if first is None else first
    for place, text in texts:
        try:
            values.append(_values(text))
            line = _line(place, values[-1], path.stem != "det", first)
            lines += [] if line is None else [line]
        except FormatError as error:
            odd.append(_OddMotLine(place, error.what, *_identity(text)))
    by_people = path.stem == "gt" or not (path.stem == "det" or _is_result(values))
    return _MotFile(path, sequence_info(path, problems), lines, odd, by_people, first)


def _is_header(text: str) -> bool:
    """Whether a first line names the columns, as programs with tables write it."""
    return text.strip().partition(",")[0].strip("\"' ").lower() in _FRAME_NAMES


def _first_frame(texts: Iterable[tuple[int, str]]) -> int:
    """What the first frame is numbered: 1, but 0 where a file has such a frame."""
    firsts = (re.split(r"[,\s]", text.strip(), maxsplit=1)[0] for _, text in texts)
    return 0 if any(first in ("0", "0.0") for first in firsts) else 1


def _read_file(file: _MotFile, target: LabelTarget, options: ReadOptions) -> LabelSet:
    video = target.video
    mapped = _mapped(file.path, video)
    if mapped is None and file.info.length not in (None, video.frames):
        raise UserError(
            f"The sequence has {file.info.length} frames, the video {video.frames}.",
            "Choose the video that the sequence was taken from as a whole.",
        )
    scale = PixelScale()
    if file.info.size:
        with Problems(file.path, strict=True).at("seqinfo.ini"):
            scale = scale_onto(file.info.size, target, options.fit)
    ball = _ball(file, options)
    left_out = _left_out(file, ball)
    seen = list(_sightings(file, mapped, scale))
    for entry in mapped.values() if mapped and file.by_people else ():
        if entry.absent is not None:
            seen.append(Sighting(entry.absent, name=ball))
    balls = [sighting for sighting in seen if sighting.name == ball]
    selection = select_balls(balls, options.ball, video.width)
    boxes = boxes_of([sighting for sighting in seen if sighting.name != ball])
    counted = () if file.first == 1 else (f"The frames were read as counting from {file.first}.",)
    notes = (*selection.notes, *left_out, *counted)
    return LabelSet(selection.balls, (*selection.boxes, *boxes), notes=notes)


def _left_out(file: _MotFile, ball: str) -> list[str]:
    """What is to be said of lines that cannot be read; one that may be a ball refuses the file."""
    for odd in file.odd:
        if file.class_of(odd) in (ball, "object"):
            raise FormatError(odd.what, odd.line, file.path)
    if not file.odd:
        return []
    first = file.odd[0]
    return [
        f"Left out: {plural(len(file.odd), 'line')}; the first, line {first.line}: {first.what}"
    ]


def _identity(text: str) -> tuple[int, int]:
    """The track and the class of a line that cannot be read, as far as these can."""
    values = [value.strip() for value in text.split(",")]
    track = int(values[1]) if len(values) > 1 and values[1].isdecimal() else -1
    kind = int(values[7]) if len(values) > 7 and values[7].isdecimal() else _NO_CLASS
    return track, kind


def _sightings(
    file: _MotFile, mapped: Mapping[str, MappedFrame] | None, scale: PixelScale
) -> Iterator[Sighting]:
    for mot_line in file.lines:
        entry = mapped.get(str(mot_line.frame)) if mapped is not None else None
        if mapped is not None and entry is None:
            raise FormatError(f"frame {mot_line.frame} is not in {NAME}.", mot_line.line, file.path)
        frame = entry.frame if entry else mot_line.frame - 1
        x, y = scale.point(*mot_line.box.centre)
        seen = BallRow(frame, _visibility(mot_line.visible), x, y)
        if not file.by_people:
            seen = BallRow(frame, Visibility.CLEAR, x, y, mot_line.confidence, Source.MODEL)
        yield Sighting(
            entry.agreed(seen) if entry else seen,
            mot_line.box.width * scale.across,
            mot_line.box.height * scale.down,
            str(mot_line.track) if mot_line.track > 0 else "",
            name=file.class_of(mot_line),
        )


def _ball(file: _MotFile, options: ReadOptions) -> str:
    """The name of the class that is the ball."""
    every: list[_MotLine | _OddMotLine] = [*file.lines, *file.odd]
    if file.info.tracks:
        names = dict(enumerate(sorted({file.class_of(line) for line in every})))
    else:
        names = {line.kind: file.class_of(line) for line in every}
    if not names:
        return "ball"
    ball = names[ball_class(names, options.class_name, file.named)]
    if not file.named and not (options.ball or options.class_name):
        _refuse_unknown_tracks(file.lines)
    return ball


def _refuse_unknown_tracks(lines: Iterable[_MotLine]) -> None:
    """Several objects at once, of which nothing says what they are: nobody can know the ball."""
    frames: dict[int, set[int]] = {}
    for each in lines:
        if each.track > 0:
            frames.setdefault(each.frame, set()).add(each.track)
    if any(len(tracks) > 1 for tracks in frames.values()):
        counts = Counter(each.track for each in lines if each.track > 0)
        tracks = [str(track) for track, _ in counts.most_common()]
        raise ChoiceNeeded("ball", "The file does not say which track is the ball.", tracks)


def _values(text: str) -> list[str]:
    values = [value.strip() for value in text.split(",")]
    if len(values) == 1:
        values = text.split()  # some programs write blanks
    if not _MIN_FIELDS <= len(values) <= _MAX_FIELDS:
        raise FormatError(f"{shown(text)} has {len(values)} values; MOT has 6 to 10.")
    return values


def _is_result(lines: Sequence[Sequence[str]]) -> bool:
    """Whether a tracker has written these lines: it says how sure it is, in parts of one."""
    sure = [values[6] for values in lines if len(values) > 6]
    return any("." in value and value.rstrip("0").rstrip(".") not in ("0", "1") for value in sure)


def _line(place: int, values: Sequence[str], truth: bool, first: int) -> _MotLine | None:
    """The object of a line; None for one that the challenge says to leave out."""
    frame = whole(values[0], "frame", first) + 1 - first
    track = whole(values[1], "id", -1, _MAX_ID)
    left, top, width, height = (
        number(value, name, -MAX_EDGE, MAX_EDGE)
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


def _check_tracks(file: _MotFile, problems: Problems) -> None:
    seen: set[tuple[int, int]] = set()
    length = file.info.length
    for mot_line in file.lines:
        if mot_line.track > 0 and (mot_line.frame, mot_line.track) in seen:
            problems.add(
                f"id {mot_line.track} is duplicated in frame {mot_line.frame}.", mot_line.line
            )
        seen.add((mot_line.frame, mot_line.track))
        if length is not None and mot_line.frame > length:
            problems.add(f"frame {mot_line.frame} of a sequence of {length}.", mot_line.line)


def _mapped(file: Path, video: Video) -> dict[str, MappedFrame] | None:
    path = folder_of(file) / NAME
    return read_frame_map(path, video.fingerprint) if path.is_file() else None


def _visibility(share: float) -> Visibility:
    """The nearest of what we write for the three classes; -1 is "not said"."""
    if share < 0 or share >= 0.75:
        return Visibility.CLEAR
    return Visibility.HARD if share >= 0.25 else Visibility.OCCLUDED
