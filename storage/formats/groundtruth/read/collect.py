"""The labels of a data set, collected from its manifests and the files they point to."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from storage.errors import UserError
from storage.foreign_files import files_inside
from storage.formats.common.json_document import Document, read_object
from storage.formats.common.problems import FormatError, Problems
from storage.formats.groundtruth.check.checking import documents_in
from storage.formats.groundtruth.read.alignment import PictureList
from storage.formats.groundtruth.read.ball_labels import SequenceBalls
from storage.formats.groundtruth.schema.chains import effective_pairs
from storage.formats.groundtruth.schema.labels import Reference
from storage.formats.groundtruth.schema.local_copy import LocalCopy, copy_of
from storage.formats.groundtruth.schema.manifest import ManifestLine, Pair, read_manifest
from storage.formats.groundtruth.schema.metadata import CLIP, Metadata
from storage.formats.groundtruth.schema.origins import (
    SequenceOrigins,
    line_origin,
    origins_address,
    read_origins,
)
from storage.formats.groundtruth.schema.seqlabel import SeqLabel, is_seqlabel, read_seqlabel
from storage.formats.groundtruth.schema.sequence_file import (
    SequenceFile,
    is_sequence_file,
    read_sequence_file,
)

_OUTPUT = ("output", "consolidated-annotation", "annotations")  # folders around a SeqLabel
_ADVICE = "Run touchline check groundtruth to list everything that is wrong with it."


@dataclass(frozen=True, slots=True)
class LabelledSequence:
    """A SeqLabel with the line that points to it, and the pictures that it is of."""

    label: SeqLabel
    pair: Pair
    pictures: PictureList
    origins: SequenceOrigins | None
    line: int = 0  # of the manifest; 0 where there is none
    address: str = ""  # of the folder of the pictures

    @property
    def classes(self) -> dict[str, str]:
        """The class map of the manifest line."""
        label = self.pair.label
        return dict(label.classes) if isinstance(label, Reference) else {}

    @property
    def balls(self) -> SequenceBalls:
        """The labels as those of balls."""
        return SequenceBalls(self.label, self.classes, self.pair.metadata.source)


@dataclass(frozen=True, slots=True)
class CollectedLabels:
    """All labels of a data set that count, in the order of its lines."""

    sequences: list[LabelledSequence] = field(default_factory=list)
    lines: list[tuple[ManifestLine, Pair]] = field(default_factory=list)  # of pictures and clips
    folders: dict[str, Path] = field(default_factory=dict)  # of pictures, by address

    def picture_lists(self) -> dict[str, PictureList]:
        """The pictures of each folder, by its address; clips left out."""
        names: dict[str, list[str]] = {}
        known: dict[str, dict[str, int]] = {}
        for line, pair in self.lines:
            if pair.type == CLIP:
                continue
            address, _, name = (line.source or "").rpartition("/")
            names.setdefault(address, []).append(name)
            origin = line_origin(line)
            if origin is not None:
                known.setdefault(address, {})[name] = origin.first
        return {
            address: PictureList(some, known.get(address, {}), self.folders.get(address))
            for address, some in names.items()
        }


def collect(path: Path, attribute: str = "", images: Path | None = None) -> CollectedLabels:
    """The labels at `path`: a folder, a manifest or a SeqLabel; of the attribute, if one is named.

    `images` is where the pictures are, if not where the addresses say. Raises UserError for
    anything that cannot be read: half an import helps nobody.
    """
    collected = CollectedLabels()
    if path.is_dir():
        for document in documents_in(path):
            _add(collected, document, LocalCopy(path), attribute, images)
    else:
        _add(collected, path, copy_of(path), attribute, images)
    if not collected.sequences and not collected.lines:
        named = f" called {attribute}" if attribute else ""
        raise UserError(f"There are no labels{named} in {path}.", _ADVICE)
    return collected


def _add(
    collected: CollectedLabels, path: Path, copy: LocalCopy, attribute: str, images: Path | None
) -> None:
    if path.suffix.lower() == ".json" and (document := _object(path)) is not None:
        if is_seqlabel(document.value):
            collected.sequences.append(_of_seqlabel(path, document, images))
            return
        if "source-ref" not in document.value:
            return  # a sequence file or a list of classes: no labels
    for line, pair in _pairs(path, attribute):
        if isinstance(pair.label, Reference):
            collected.sequences.append(_of_line(line, pair, copy, images))
        else:
            collected.lines.append((line, pair))
            address = (line.source or "").rpartition("/")[0]
            folder = images or copy.find_folder(address)
            if folder is not None:
                collected.folders[address] = folder


def _pairs(path: Path, attribute: str) -> Iterator[tuple[ManifestLine, Pair]]:
    """The label of each line that counts, or the one that is asked for."""
    problems = Problems()
    for line in read_manifest(path, problems):
        pairs = list(effective_pairs(line).values())
        if attribute:
            pairs = [pair for pair in line.pairs if pair.name == attribute]
        yield from ((line, pair) for pair in pairs)
    for problem in problems.all:
        raise UserError(f"{path.name}, line {problem.line}: {problem.what}.", _ADVICE)


def _of_line(
    line: ManifestLine, pair: Pair, copy: LocalCopy, images: Path | None
) -> LabelledSequence:
    assert isinstance(pair.label, Reference)
    address = pair.label.uri
    labels = copy.find(address)
    if labels is None:
        raise UserError(
            f"Line {line.number} points to {address[:200]}, which is not here.",
            "Copy the whole output of the job into one folder, and import that folder.",
        )
    document = _object(labels)
    if document is None or not is_seqlabel(document.value):
        raise UserError(f"{labels} contains no labels of a sequence.", _ADVICE)
    label, source = read_seqlabel(document), line.source or ""
    names, folder = [frame.name for frame in label.frames], images
    numbers, order = {frame.name: frame.number for frame in label.frames}, None
    prefix = source.rpartition("/")[0]
    if (sequence_document := _at(source, copy)) is not None and is_sequence_file(
        sequence_document.value
    ):
        sequence = read_sequence_file(sequence_document, Problems())
        label, names = _named(label, sequence), sequence.names
        numbers = {frame.name: frame.number for frame in sequence.frames}
        order = sequence.number
        folder, prefix = images or copy.find_folder(sequence.prefix), sequence.prefix
    notes = _at(origins_address(source), copy)
    origins = None if notes is None else read_origins(notes.value)
    known = {} if origins is None else origins.frames
    told_numbers = {name: number for name, number in numbers.items() if number is not None}
    pictures = PictureList(names, known, folder, told_numbers, order)
    return LabelledSequence(label, pair, pictures, origins, line.number, prefix)


def _named(label: SeqLabel, sequence: SequenceFile) -> SeqLabel:
    """`label` with the sequence's names, for frames that go by another and have its number."""
    names = {frame.number: frame.name for frame in sequence.frames}
    known = set(names.values())
    frames = (
        frame if frame.name in known else replace(frame, name=names.get(frame.number, frame.name))
        for frame in label.frames
    )
    return replace(label, frames=tuple(frames))


def _of_seqlabel(path: Path, document: Document, images: Path | None) -> LabelledSequence:
    """A SeqLabel by itself; where it lies as the service puts it, its manifest is at hand."""
    folder = path.absolute().parent
    above = tuple(parent.name for parent in folder.parents[:3])
    if above == _OUTPUT:
        root = folder.parents[3]
        for manifest in files_inside(root, "manifests/output/*.manifest"):
            for line, pair in _pairs_to(manifest, path, LocalCopy(root)):
                return _of_line(line, pair, LocalCopy(root), images)
    label = read_seqlabel(document)
    pair = Pair("", Reference(str(path), {}), Metadata(label.type))
    numbers = {frame.name: frame.number for frame in label.frames if frame.number is not None}
    names = [frame.name for frame in label.frames]
    return LabelledSequence(label, pair, PictureList(names, {}, images, numbers), None)


def _pairs_to(manifest: Path, path: Path, copy: LocalCopy) -> Iterator[tuple[ManifestLine, Pair]]:
    """The labels of a manifest that lie in the file `path`."""
    for line in read_manifest(manifest, Problems()):
        for pair in line.pairs:
            if isinstance(pair.label, Reference):
                there = copy.find(pair.label.uri)
                if there is not None and there.resolve() == path.resolve():
                    yield line, pair


def _at(address: str, copy: LocalCopy) -> Document | None:
    path = copy.find(address)
    return None if path is None else _object(path)


def _object(path: Path) -> Document | None:
    """The one JSON object that a file is; None where it is several, as in a manifest."""
    try:
        return read_object(path)
    except FormatError as error:
        if path.name.lower().startswith("seqlabel"):
            raise FormatError(f"{error.what}.", error.line, path, _ADVICE) from error
        return None
