"""Sequence files: the frames of one piece of a video, in order ("Create a Video Frame Input
Manifest File" of the SageMaker developer guide)."""

from dataclasses import dataclass, field

from storage.formats.common.json_document import Document, Object
from storage.formats.common.problems import Problems, shown
from storage.formats.export.options import MAX_FRAMES
from storage.formats.groundtruth.schema.json_values import sequence, whole, word, written_over
from storage.formats.groundtruth.schema.names import sort_key


@dataclass(frozen=True, slots=True)
class SequenceFrame:
    """One picture: its file name under the prefix, and its number in the sequence."""

    name: str
    number: int | None
    timestamp: int | None = None  # whole seconds, UTC: too coarse to be a frame's time
    kept: Object = field(default_factory=dict, compare=False, repr=False)

    def fields(self) -> Object:
        """The JSON of the frame."""
        fields: Object = {"frame-no": self.number, "frame": self.name}
        if self.timestamp is not None:
            fields["unix-timestamp"] = self.timestamp
        return fields

    def to_json(self) -> Object:
        """The frame over what was read."""
        before = _read_frame(self.kept).fields() if self.kept else {}
        return written_over(self.kept, before, self.fields())


@dataclass(frozen=True, slots=True)
class SequenceFile:
    """The frames of one sequence in the order of the file; `prefix` is their folder, with slash."""

    number: int | None
    prefix: str
    frames: tuple[SequenceFrame, ...]
    kept: Object = field(default_factory=dict, compare=False, repr=False)

    def fields(self) -> Object:
        """The JSON of the sequence."""
        return {
            "seq-no": self.number,
            "prefix": self.prefix,
            "number-of-frames": len(self.frames),
            "frames": [frame.to_json() for frame in self.frames],
        }

    def to_json(self) -> Object:
        """The sequence over what was read."""
        before = _read(self.kept).fields() if self.kept else {}
        if self.kept.get("number-of-frames") != before.get("number-of-frames"):
            before.pop("number-of-frames", None)  # a wrong count is corrected
        return written_over(self.kept, before, self.fields())

    @property
    def names(self) -> list[str]:
        """File names as the labelling page sorts them, whatever order the file has."""
        return sorted((frame.name for frame in self.frames), key=sort_key)


def is_sequence_file(kept: Object) -> bool:
    """Whether the object `kept` is meant as a sequence file."""
    return "frames" in kept and ("prefix" in kept or "seq-no" in kept)


def read_sequence_file(document: Document, problems: Problems) -> SequenceFile:
    """The sequence in `document`; everything that is wrong with it is told in `problems`."""
    kept = document.value
    entries = sequence(kept.get("frames"))
    if not isinstance(kept.get("frames"), list):
        problems.add("frames is not a list", 1)
    for place, entry in enumerate(entries):
        if not isinstance(entry, dict):
            problems.add(f"frame {place + 1} is not an object", document.line("frames", place))
    file = _read(kept)
    _check(file, document, problems)
    return file


def _read(kept: Object) -> SequenceFile:
    frames = [
        _read_frame(frame) for frame in sequence(kept.get("frames")) if isinstance(frame, dict)
    ]
    prefix = word(kept.get("prefix"))
    # files of other tools lack the last slash
    ended = prefix if not prefix or prefix.endswith("/") else f"{prefix}/"
    return SequenceFile(whole(kept.get("seq-no")), ended, tuple(frames), kept)


def _read_frame(kept: Object) -> SequenceFrame:
    return SequenceFrame(
        word(kept.get("frame")),
        whole(kept.get("frame-no")),
        whole(kept.get("unix-timestamp")),
        kept,
    )


def _check(file: SequenceFile, document: Document, problems: Problems) -> None:
    kept = file.kept
    for name in document.repeated:
        problems.add(f"the key {shown(name)} is duplicated", 1)
    if file.number is None:
        problems.add("seq-no is missing or not a whole number", 1)
    _check_prefix(kept.get("prefix"), problems)
    count = whole(kept.get("number-of-frames"))
    if count != len(file.frames):
        given = "missing" if count is None else str(count)
        problems.add(f"number-of-frames is {given}, and there are {len(file.frames)} frames", 1)
    if len(file.frames) > MAX_FRAMES:
        problems.warn(f"{len(file.frames)} frames; a sequence may have {MAX_FRAMES}", 1)
    _check_frames(file, document, problems)


def _check_prefix(prefix: object, problems: Problems) -> None:
    if not isinstance(prefix, str) or not prefix:
        problems.add("prefix is missing", 1)
        return
    if not prefix.endswith("/"):
        problems.add(f"prefix {shown(prefix)} does not end with /", 1)
    if prefix.startswith("s3://") and not prefix.removeprefix("s3://").partition("/")[2]:
        problems.add(f"prefix {shown(prefix)} is the root of the bucket", 1)


def _check_frames(file: SequenceFile, document: Document, problems: Problems) -> None:
    places = [
        document.line("frames", place)
        for place, entry in enumerate(sequence(file.kept.get("frames")))
        if isinstance(entry, dict)
    ]
    names: set[str] = set()
    numbers: set[int] = set()
    for line, frame in zip(places, file.frames, strict=True):
        if not frame.name:
            problems.add("frame is missing", line)
        elif frame.name in names:
            problems.add(f"frame {shown(frame.name)} is duplicated", line)
        if frame.number is None:
            problems.add("frame-no is missing or not a whole number", line)
        elif frame.number in numbers:
            problems.add(f"frame-no {frame.number} is duplicated", line)
        else:
            numbers.add(frame.number)
        names.add(frame.name)
    numbered = [frame for frame in file.frames if frame.number is not None]
    by_number = sorted(numbered, key=lambda frame: frame.number or 0)
    by_name = sorted(numbered, key=lambda frame: sort_key(frame.name))
    if by_number != by_name:
        problems.add("the names of the frames sort in another order than their frame-no", 1)
