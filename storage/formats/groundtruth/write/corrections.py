"""Corrections of a data set made elsewhere: new labels beside the old, on the same pictures.

"Label Verification and Adjustment" of the SageMaker developer guide; a published round is one step
of a chain. The old lines, labels and pictures stay as they are.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.json_document import document
from storage.formats.common.problems import Problems
from storage.formats.export.request import GroundTruthRequest
from storage.formats.groundtruth.check.checking import documents_in
from storage.formats.groundtruth.read.alignment import Aligned, align
from storage.formats.groundtruth.read.ball_labels import ball_name, box_names, class_name
from storage.formats.groundtruth.read.collect import CollectedLabels, LabelledSequence, collect
from storage.formats.groundtruth.read.read_labels import of_video
from storage.formats.groundtruth.schema.ball_shape import BALL
from storage.formats.groundtruth.schema.chains import corrected, next_round_name
from storage.formats.groundtruth.schema.labels import ImageBoxes, Label, Reference
from storage.formats.groundtruth.schema.layout import MANIFESTS, Layout, chosen_ranges, chosen_rows
from storage.formats.groundtruth.schema.manifest import (
    ManifestLine,
    Pair,
    manifest_text,
    read_manifest,
)
from storage.formats.groundtruth.schema.names import attribute_name, fit_name
from storage.formats.groundtruth.write.corrected_boxes import corrected_boxes
from storage.formats.groundtruth.write.corrected_frames import CorrectedSequence, corrected_sequence
from storage.formats.groundtruth.write.sequences import nothing_to_export
from storage.progress import Progress
from storage.records import BallRow


@dataclass(frozen=True, slots=True)
class _Correction:
    """A new label of one line, and the SeqLabel it points to, if it does."""

    base: Pair
    label: Label
    changed: bool
    sequence: CorrectedSequence | None = None


@dataclass(frozen=True, slots=True)
class _Book:
    """One manifest: all of its lines, and what is new on some, by their number."""

    name: str
    lines: list[ManifestLine]
    collected: CollectedLabels
    corrections: dict[int, _Correction] = field(default_factory=dict)


def corrections_layout(
    request: GroundTruthRequest, base: Path
) -> Generator[Progress, None, Layout]:
    """The files of a new round of the data set at `base`, a folder or manifest.

    A line gets a new label where somebody has decided on its pictures, and stays as it is where
    nobody has; all other keys are passed on. Yields while pictures are compared. Raises UserError
    if `base` cannot be read, is of other videos, or there is nothing to correct.
    """
    if len(request.videos) != 1:
        raise UserError("Corrections are made for one video at a time.", "Choose one.")
    labelled = request.videos[0]
    rows = _decided(request)
    books = [_book(path, request) for path in _manifests(base)]
    lists = [sequence.pictures for book in books for sequence in book.collected.sequences]
    lists += [pictures for book in books for pictures in book.collected.picture_lists().values()]
    aligned = yield from align(lists, labelled.video, labelled.table)
    _correct(books, aligned, rows, request)
    if not any(book.corrections for book in books):
        raise nothing_to_export()
    count = sum(_count(entry) for book in books for entry in book.corrections.values())
    return Layout([], lambda root: _documents(books, root, request), count)


def _decided(request: GroundTruthRequest) -> dict[int, BallRow]:
    """What people have said of the ball in the frames to take; corrections are theirs alone."""
    labelled = request.videos[0]
    inside = list(chosen_ranges(labelled, request.every))
    rows = chosen_rows(replace(request, effective=False), labelled)
    return {frame: row for frame, row in rows.items() if any(frame in frames for frames in inside)}


def _manifests(base: Path) -> list[Path]:
    manifests = documents_in(base) if base.is_dir() else [base]
    if not manifests or any(path.suffix.lower() == ".json" for path in manifests):
        raise UserError(
            f"{base} is not a manifest that can be corrected.",
            "Choose the output.manifest of the job, or the folder of its output.",
        )
    names = [path.name for path in manifests]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise UserError(
            f"{base} contains several manifests called {twice}.",
            "Choose one of them: their corrections would overwrite each other.",
        )
    return manifests


def _book(path: Path, request: GroundTruthRequest) -> _Book:
    collected = of_video(collect(path), request.videos[0].video, path)
    return _Book(path.name, list(read_manifest(path, Problems())), collected)


def _correct(
    books: Sequence[_Book],
    aligned: Aligned,
    rows: Mapping[int, BallRow],
    request: GroundTruthRequest,
) -> None:
    frames = iter(aligned.frames)
    wanted = next(iter(request.classes)) if len(request.classes) == 1 else ""
    ball = ball_name({name for book in books for name in _names(book)}, wanted) or BALL
    for book in books:
        for sequence in book.collected.sequences:
            correction = _of_sequence(sequence, ball, rows, next(frames), request)
            if correction is not None:
                book.corrections[sequence.line] = correction
    for book in books:
        folders = {address: next(frames) for address in book.collected.picture_lists()}
        for line, pair in book.collected.lines:
            address, _, name = (line.source or "").rpartition("/")
            row = rows.get(folders.get(address, {}).get(name, -1))
            if row is not None and isinstance(pair.label, ImageBoxes):
                label, changed = corrected_boxes(
                    pair.label, ball, row, request.videos[0].video, request.radius
                )
                book.corrections[line.number] = _Correction(pair, label, changed)


def _names(book: _Book) -> set[str]:
    names = {name for sequence in book.collected.sequences for name in sequence.balls.names}
    for _, pair in book.collected.lines:
        names |= box_names(pair.label) if isinstance(pair.label, ImageBoxes) else set()
    return names


def _of_sequence(
    sequence: LabelledSequence,
    ball: str,
    rows: Mapping[int, BallRow],
    frames: Mapping[str, int],
    request: GroundTruthRequest,
) -> _Correction | None:
    pictures = {name: frames[name] for name in sequence.pictures.names if name in frames}
    corrected = corrected_sequence(sequence.balls, ball, rows, pictures, request.radius)
    if corrected.empty:
        return None
    named = {**sequence.classes, corrected.class_id: ball}
    drawn = [one for frame in corrected.label.frames for one in frame.annotations or ()]
    classes = {one.class_id: class_name(one, named) for one in drawn}
    return _Correction(sequence.pair, Reference("", classes), corrected.changed, corrected)


def _count(correction: _Correction) -> int:
    return 1 if correction.sequence is None else len(correction.sequence.label.frames)


def _documents(
    books: Sequence[_Book], root: str, request: GroundTruthRequest
) -> Iterator[tuple[str, str]]:
    manifests: list[tuple[str, str]] = []
    number = 0
    for book in books:
        lines = []
        for line in book.lines:
            correction = book.corrections.get(line.number)
            if correction is None:
                lines.append(line)
                continue
            label = correction.label
            name = next_round_name(correction.base.name, line.kept)
            if request.attribute:
                name = attribute_name(request.attribute, BALL, isinstance(label, Reference))
            if correction.sequence is not None and isinstance(label, Reference):
                place = f"annotations/{name}/{number}/SeqLabel.json"
                number += 1
                yield place, document(correction.sequence.label.to_json())
                label = replace(label, uri=f"{root}/{place}")
            lines.append(_new_line(line, correction, label, name, request))
        manifests.append((f"{MANIFESTS}{book.name}", manifest_text(lines)))
    yield from manifests


def _new_line(
    line: ManifestLine,
    correction: _Correction,
    label: Label,
    name: str,
    request: GroundTruthRequest,
) -> ManifestLine:
    job = fit_name(request.job, fit_name(name.removesuffix("-ref"), "adjustment"))
    return corrected(line, correction.base, label, correction.changed, job, request.created, name)
