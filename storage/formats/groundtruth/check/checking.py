"""What a Ground Truth file or folder holds, and everything that is wrong with it."""

from dataclasses import replace
from itertools import islice
from pathlib import Path

from storage.errors import UserError
from storage.foreign_files import files_inside, open_regular
from storage.formats.common.json_document import MAX_DOCUMENT, Document, read_object
from storage.formats.common.problems import FormatError, Problem, Problems, Report
from storage.formats.groundtruth.check.line_checks import LineChecks
from storage.formats.groundtruth.check.seqlabel_checks import Expected, check_seqlabel
from storage.formats.groundtruth.check.tally import Tally, agreed
from storage.formats.groundtruth.schema.categories import check_categories, is_categories
from storage.formats.groundtruth.schema.chains import effective_pairs
from storage.formats.groundtruth.schema.labels import Reference
from storage.formats.groundtruth.schema.local_copy import LocalCopy, copy_of
from storage.formats.groundtruth.schema.manifest import ManifestLine, line_of, read_manifest
from storage.formats.groundtruth.schema.metadata import VERIFICATION
from storage.formats.groundtruth.schema.origins import is_notes
from storage.formats.groundtruth.schema.seqlabel import is_seqlabel, read_seqlabel
from storage.formats.groundtruth.schema.sequence_file import (
    SequenceFile,
    is_sequence_file,
    read_sequence_file,
)

INPUT, SEQUENCE, CATEGORIES = "input-manifest", "sequence-file", "label-categories"
_MOST_FILES = 1000  # of a folder
# what a folder is read by: its manifests, else SeqLabels, else anything
_PATTERNS = ("manifests/output/*.manifest", "**/*.manifest", "**/SeqLabel*.json", "**/*.json")
_PICTURES = (".jpg", ".jpeg", ".png")
_NOTHING = "Choose a manifest, a sequence file, a SeqLabel.json or a folder with one."


def check_ground_truth(path: Path) -> Report:
    """Read the file or folder at `path`; nothing is fetched from elsewhere.

    Raises UserError if it cannot be read or is nothing of Ground Truth's.
    """
    if path.is_dir():
        return _check_folder(path)
    return _check_file(path, copy_of(path))


def documents_in(folder: Path) -> list[Path]:
    """The files of `folder` to begin with: its manifests, else its SeqLabels, else sequences.

    Raises UserError for more than a thousand: half a data set helps nobody.
    """
    documents: list[Path] = []
    for pattern in _PATTERNS:
        documents = documents or list(islice(files_inside(folder, pattern), _MOST_FILES + 1))
    if len(documents) > _MOST_FILES:
        raise UserError(
            f"{folder} holds more than {_MOST_FILES:,} manifests or labels.",
            "Choose one of them, or a folder with a part of them.",
        )
    return [path for path in documents if not is_notes(path.name)]


def _check_folder(folder: Path) -> Report:
    documents = documents_in(folder)
    if not documents:
        raise UserError(f"There is nothing of Ground Truth in {folder}.", _NOTHING)
    reports = [(path, _check_file(path, LocalCopy(folder))) for path in documents]
    if len(reports) == 1:
        return reports[0][1]
    return _together([_with_name(path.name, report) for path, report in reports])


def _check_file(path: Path, copy: LocalCopy) -> Report:
    document = _document(path)
    if document is None:
        return _check_manifest(path, copy)
    if not {"source-ref", "source"} & document.value.keys():
        for fits, check in _DOCUMENTS:
            if fits(document.value):
                return check(document)
    return _check_manifest(path, copy, document if document.height > 1 else None)


def _document(path: Path) -> Document | None:
    """The one object that the file is; None where it is several or none, as in a manifest."""
    try:
        with open_regular(path) as file:
            head = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
        large = path.stat().st_size > MAX_DOCUMENT
    except OSError as error:
        advice = f"{error.strerror or error}. Choose another file."
        raise UserError(f"{path} could not be read.", advice) from error
    if not head.startswith(b"{"):
        raise UserError(f"{path.name} is nothing of Ground Truth's.", _NOTHING)
    if large:
        return None
    try:
        return read_object(path)
    except (FormatError, UserError):
        return None  # read as a manifest it is told line by line


def _check_manifest(path: Path, copy: LocalCopy, only: Document | None = None) -> Report:
    """Check the lines of a manifest; `only` is its one object where that is no line."""
    problems = Problems()
    checks, tally = LineChecks(problems), Tally(INPUT)
    files = _Files(copy, problems, tally)
    lines = read_manifest(path, problems) if only is None else [line_of(only.value, 1)]
    if only is not None:
        problems.add(f"the object is spread over {only.height} lines; it must be on one", 1)
    for line in lines:
        tally.lines += 1
        checks.check(line)
        _count(line, tally, files)
    return tally.report(problems)


def _count(line: ManifestLine, tally: Tally, files: "_Files") -> None:
    effective = effective_pairs(line)
    if not line.pairs:
        files.count_source(line)
    for pair in line.pairs:
        if isinstance(pair.label, Reference):
            files.check(line, pair.type, pair.label, counts=effective[pair.type] is pair)
        if effective.get(pair.type) is pair or (pair.type == VERIFICATION and not effective):
            tally.add_pair(pair)


class _Files:
    """The files that the lines of a manifest point to."""

    def __init__(self, copy: LocalCopy, problems: Problems, tally: Tally) -> None:
        self._copy = copy
        self._problems = problems
        self._tally = tally

    def count_source(self, line: ManifestLine) -> None:
        """Count the frames of a line without labels."""
        source = (line.source or "").lower()
        if source.endswith(_PICTURES):
            self._tally.add_frames(1)
        elif source.endswith(".json") and (sequence := self._sequence(line)) is not None:
            self._tally.add_frames(len(sequence.frames))

    def check(self, line: ManifestLine, type: str, label: Reference, counts: bool) -> None:
        """Check the SeqLabel that `label` points to, and count it if it is the one that counts."""
        document = self._read(line, label.uri)
        if document is None:
            return
        seqlabel, own = read_seqlabel(document), Problems()
        sequence = self._sequence(line)
        names = None if sequence is None else frozenset(sequence.names)
        check_seqlabel(document, seqlabel, Expected(type, label.classes, names), own)
        self._take(line, label.uri, own)
        if counts:
            self._tally.add_labels(seqlabel, dict(label.classes))

    def _sequence(self, line: ManifestLine) -> SequenceFile | None:
        """The sequence file of a line; its own problems are told, too."""
        document = self._read(line, line.source or "")
        if document is None or not is_sequence_file(document.value):
            return None
        own = Problems()
        sequence = read_sequence_file(document, own)
        self._take(line, line.source or "", own)
        return sequence

    def _read(self, line: ManifestLine, address: str) -> Document | None:
        path = self._copy.find(address)
        if path is None:
            self._problems.warn(f"…{address[-60:]} is not here and was not read", line.number)
            return None
        try:
            return read_object(path)
        except FormatError as error:
            what = f"{path.name}, line {error.line}: {error.what}"
        except UserError as error:
            what = error.title
        self._problems.add(what, line.number)
        return None

    def _take(self, line: ManifestLine, address: str, own: Problems) -> None:
        name = address.rpartition("/")[2]
        for problem in own.all:
            what = f"{name}, line {problem.line}: {problem.what}"
            self._problems.take(replace(problem, line=line.number, what=what))


def _check_labels(document: Document) -> Report:
    problems = Problems()
    label = read_seqlabel(document)
    check_seqlabel(document, label, Expected(), problems)
    tally = Tally("seqlabel", lines=1, frames=0)
    tally.types[label.type] += 1
    tally.add_labels(label, {})
    return tally.report(problems)


def _check_sequence(document: Document) -> Report:
    problems = Problems()
    sequence = read_sequence_file(document, problems)
    return Tally(SEQUENCE, lines=1, frames=len(sequence.frames)).report(problems)


def _check_categories(document: Document) -> Report:
    problems = Problems()
    categories = check_categories(document, problems)
    tally = Tally(CATEGORIES, lines=1)
    tally.classes |= {str(index): name.name for index, name in enumerate(categories.categories)}
    return tally.report(problems)


_DOCUMENTS = (
    (is_seqlabel, _check_labels),
    (is_sequence_file, _check_sequence),
    (is_categories, _check_categories),
)


def _with_name(name: str, report: Report) -> Report:
    problems = [replace(problem, what=f"{name}: {problem.what}") for problem in report.problems]
    return replace(report, problems=tuple(problems))


def _together(reports: list[Report]) -> Report:
    """The sum of several files of one folder."""
    labels: dict[str, int] = {}
    classes: dict[str, str] = {}
    problems: list[Problem] = []
    for report in reports:
        for name, count in report.labels.items():
            labels[name] = labels.get(name, 0) + count
        classes = {**report.classes, **classes}
        problems += report.problems
    frames = [report.frames for report in reports if report.frames is not None]
    return Report(
        kind=agreed({report.kind for report in reports}) or "mixed",
        lines=sum(report.lines for report in reports),
        frames=sum(frames) if frames else None,
        labels=labels,
        classes=classes,
        type=agreed({report.type for report in reports}),
        job=", ".join(sorted({report.job for report in reports if report.job})) or None,
        human=agreed({report.human for report in reports}),
        adjusted=agreed({report.adjusted for report in reports}),
        problems=tuple(problems),
    )
