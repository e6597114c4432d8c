"""Manifests: one JSON object a line, each a source and the labels made of it.

"Input Data" and "Output Data" of the SageMaker developer guide. A label is a pair of keys, NAME and
NAME-metadata; its type decides what it is, never its name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from storage.errors import UserError
from storage.foreign_files import open_regular
from storage.formats.common.json_document import Object, compact, parse_object
from storage.formats.common.problems import FormatError, Problems, shown
from storage.formats.groundtruth.schema.json_values import mapping, written_over
from storage.formats.groundtruth.schema.labels import Label, label_json, read_label
from storage.formats.groundtruth.schema.metadata import Metadata, read_metadata
from storage.formats.groundtruth.schema.names import METADATA, RESERVED

MAX_LINE = 100_000  # characters ("Input Data Quotas")
MAX_ATTRIBUTE = 20_000  # characters
MAX_LINES = 100_000  # objects of a job
_MAX_READ = 1 << 20  # bytes of a line; longer ones are not even looked at


@dataclass(frozen=True, slots=True)
class Pair:
    """A label with its name and metadata; `kept` is what stood under NAME when it was read."""

    name: str
    label: Label
    metadata: Metadata
    kept: object = field(default=None, compare=False, repr=False)

    @property
    def type(self) -> str:
        """groundtruth/object-detection and the like."""
        return self.metadata.type

    def to_json(self) -> tuple[object, Object]:
        """The values of the keys NAME and NAME-metadata."""
        read = self.metadata.kept
        value, own = label_json(self.label)
        if not read:
            return value, self.metadata.to_json(own, {})
        before, own_before = label_json(read_label(self.type, self.kept, read))
        if value == before:
            value = self.kept
        elif isinstance(value, dict) and isinstance(before, dict):
            value = written_over(mapping(self.kept), before, value)
        return value, self.metadata.to_json(own, own_before)


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One line: what is labelled, and its labels in the order in which they were made.

    `source` is an s3:// address, or the text itself where `inline`; None where the line has none.
    `kept` is the whole object as it was read, with the keys that others passed through it.
    """

    source: str | None
    pairs: tuple[Pair, ...] = ()
    inline: bool = False
    kept: Object = field(default_factory=dict, compare=False, repr=False)
    number: int = field(default=0, compare=False)  # from 1, in the file it was read from

    def pair(self, name: str) -> Pair | None:
        """The label called `name`."""
        return next((pair for pair in self.pairs if pair.name == name), None)

    @property
    def passed_through(self) -> Object:
        """The keys that are neither source nor label: other people's data."""
        taken = set(RESERVED)
        for pair in self.pairs:
            taken |= {pair.name, pair.name + METADATA}
        return {name: value for name, value in self.kept.items() if name not in taken}

    def to_json(self) -> Object:
        """The line's object: what was read keeps its place, new pairs follow behind."""
        line: Object = {}
        if not self.kept and not self.number:  # made here; what was read may be empty, too
            line["source" if self.inline else "source-ref"] = self.source
        for pair in self.pairs:
            line[pair.name], line[pair.name + METADATA] = pair.to_json()
        return {**self.kept, **line}


def with_pair(line: ManifestLine, pair: Pair) -> ManifestLine:
    """`line` with one label more. A label is never overwritten: UserError if the name is taken."""
    if pair.name in line.kept or line.pair(pair.name):
        raise UserError(
            f"There is a label {pair.name} already.", "Choose another name for the new one."
        )
    return replace(line, pairs=(*line.pairs, pair))


def read_manifest(path: Path, problems: Problems) -> Iterator[ManifestLine]:
    """The lines of a manifest, one after the other; a bad one is told in `problems` and skipped.

    Never holds more than a line. Raises UserError if the file cannot be read.
    """
    lines = 0
    for lines, data in enumerate(_raw_lines(path), 1):
        if lines > MAX_LINES:
            problems.add(f"a job takes {MAX_LINES:,} lines; the rest was not read", lines)
            return
        line = parse_line(lines, data, problems)
        if line is not None:
            yield line
    if not lines:
        problems.add("the file is empty", 1)


def parse_line(number: int, data: bytes, problems: Problems) -> ManifestLine | None:
    """Line `number` of a manifest; None, and an error in `problems`, where it is not an object."""
    if len(data) > _MAX_READ:
        problems.add(f"the line has more than {_MAX_READ:,} bytes and was not read", number)
        return None
    try:
        text = data.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        if not text.strip():
            problems.add("the line is empty", number)
            return None
        if len(text) > MAX_LINE:
            problems.add(
                f"the line has {len(text):,} characters; the limit is {MAX_LINE:,}", number
            )
        document = parse_object(text)
    except UnicodeDecodeError:
        problems.add("this is not UTF-8 text", number)
        return None
    except FormatError as error:
        problems.add(error.what, number)
        return None
    for name in document.repeated:
        problems.add(f"the key {shown(name)} is duplicated", number)
    return line_of(document.value, number)


def line_of(kept: Object, number: int = 0) -> ManifestLine:
    """The line that the object `kept` says."""
    inline = "source-ref" not in kept and "source" in kept
    source = kept.get("source" if inline else "source-ref")
    pairs = tuple(_pairs(kept))
    return ManifestLine(source if isinstance(source, str) else None, pairs, inline, kept, number)


def manifest_text(lines: Iterable[ManifestLine]) -> str:
    """The text of a manifest. Raises UserError, naming the line, where one is too long."""
    return "".join(_line_text(number, line) for number, line in enumerate(lines, 1))


def _line_text(number: int, line: ManifestLine) -> str:
    text = compact(line.to_json())
    if len(text) > MAX_LINE:
        raise UserError(
            f"Line {number} of the manifest would have {len(text):,} characters; Ground Truth "
            f"takes {MAX_LINE:,}.",
            "Export fewer objects of a picture, or keep notes of your own in another file.",
        )
    return text + "\n"


def _pairs(kept: Object) -> Iterator[Pair]:
    for name, value in kept.items():
        about = kept.get(name + METADATA)
        if name in RESERVED or not isinstance(about, dict):
            continue
        metadata = read_metadata(about)
        if metadata.type:
            label = read_label(metadata.type, value, about)
            yield Pair(name, label, metadata, value)


def _raw_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file as bytes; of a very long one just so much that it shows."""
    try:
        with open_regular(path) as file:
            while line := file.readline(_MAX_READ + 1):
                rest = line
                while len(rest) > _MAX_READ and not rest.endswith(b"\n"):
                    rest = file.readline(_MAX_READ + 1)
                yield line
    except OSError as error:
        advice = f"{error.strerror or error}. Choose another file."
        raise UserError(f"{path} could not be read.", advice) from error
