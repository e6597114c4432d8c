"""Data sets of video frames: pictures, sequence files, SeqLabels and the manifest of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from storage.errors import UserError
from storage.formats.common.ball_rows import VISIBILITIES
from storage.formats.common.json_document import Object, document
from storage.formats.export.request import MAX_SEQUENCES, GroundTruthRequest, LabelledVideo
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.schema.ball_shape import (
    BALL,
    BALL_ID,
    VISIBILITY,
    BallShape,
    by_person,
)
from storage.formats.groundtruth.schema.categories import (
    Category,
    CategoryAttribute,
    LabelCategories,
)
from storage.formats.groundtruth.schema.labels import Reference
from storage.formats.groundtruth.schema.layout import (
    Layout,
    Medium,
    chosen_ranges,
    chosen_rows,
    manifests,
    still,
    wanted,
)
from storage.formats.groundtruth.schema.manifest import ManifestLine, Pair
from storage.formats.groundtruth.schema.metadata import VIDEO_DETECTION, VIDEO_TRACKING, Metadata
from storage.formats.groundtruth.schema.names import attribute_name, fit_name, picture_name
from storage.formats.groundtruth.schema.origins import origin_of, origins_address
from storage.formats.groundtruth.schema.seqlabel import SeqLabel, Tool
from storage.formats.groundtruth.schema.sequence_file import SequenceFile, SequenceFrame
from storage.records import BallRow

CATEGORIES = "label-categories.json"


@dataclass(frozen=True, slots=True)
class Piece:
    """One sequence: its frames, their labels, and where its files lie."""

    number: int  # from 0
    video: LabelledVideo
    frames: range
    rows: tuple[BallRow, ...]

    @property
    def pictures(self) -> str:
        """The folder of its pictures, with nothing else in it."""
        return f"frames/{self.number + 1:04d}/"

    @property
    def sequence(self) -> str:
        """Its sequence file."""
        return f"sequences/seq-{self.number + 1:04d}.json"

    @property
    def origins(self) -> str:
        """Our own list of which frame each picture is."""
        return origins_address(self.sequence)

    @property
    def labels(self) -> str:
        """Its SeqLabel, where the service puts them."""
        return f"annotations/consolidated-annotation/output/{self.number}/SeqLabel.json"


def sequences_layout(request: GroundTruthRequest) -> Layout:
    """The files of a data set of sequences; raises UserError if there is no label.

    A piece of video without any label is left out, as there is nothing to learn from it. In the
    others all pictures are there, and the labels speak of those frames alone that somebody has
    looked at.
    """
    pieces = list(_pieces(request))
    if not pieces:
        raise nothing_to_export()
    return Layout(
        media=[medium for piece in pieces for medium in _media(request, piece)],
        documents=lambda root: _documents(_Set(request, root), pieces),
        labels=sum(len(piece.rows) for piece in pieces),
        sequences=len(pieces),
    )


def nothing_to_export() -> UserError:
    """The error of an export without labels."""
    return UserError(
        "There are no reviewed frames to export.",
        "Analyse the video, then accept or correct frames, or include unreviewed predictions.",
    )


def _pieces(request: GroundTruthRequest) -> Iterator[Piece]:
    number = 0
    for labelled in request.videos if wanted(request, BALL) else ():
        rows = chosen_rows(request, labelled)
        for frames in chosen_ranges(labelled, request.every):
            inside = [row for frame, row in rows.items() if frame in frames]
            cut = groupby(inside, lambda row: frames.index(row.frame) // request.length)  # noqa: B023  # used up at once
            for place, some in cut:
                begin = place * request.length
                part = frames[begin : begin + request.length]
                yield Piece(number, labelled, part, tuple(some))
                number += 1


def _media(request: GroundTruthRequest, piece: Piece) -> Iterator[Medium]:
    for frame in piece.frames:
        name = picture_name(frame, request.images)
        yield still(piece.pictures + name, piece.video, frame)


@dataclass(frozen=True, slots=True)
class _Set:
    """What all documents of one export share."""

    request: GroundTruthRequest
    root: str  # address of the data set, without the last slash

    @property
    def tracked(self) -> bool:
        return self.request.task != GroundTruthTask.OBJECT_DETECTION

    @property
    def tool(self) -> Tool:
        return Tool.KEYPOINT if self.request.task == GroundTruthTask.KEYPOINTS else Tool.BOX

    @property
    def attribute(self) -> str:
        return attribute_name(self.request.attribute, BALL, reference=True)

    @property
    def job(self) -> str:
        # a known consumer takes the name of the attribute from the job: alike unless told otherwise
        return fit_name(self.request.job, fit_name(self.attribute.removesuffix("-ref"), BALL))

    def name(self, frame: int) -> str:
        return picture_name(frame, self.request.images)

    def address(self, place: str) -> str:
        return f"{self.root}/{place}"


def _documents(data: _Set, pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    for piece in pieces:
        yield piece.sequence, document(_sequence(data, piece).to_json())
        yield piece.origins, document(_origins(data, piece))
        yield piece.labels, document(_labels(data, piece).to_json())
    yield CATEGORIES, document(_categories(data).to_json())
    yield from manifests([_line(data, piece) for piece in pieces], MAX_SEQUENCES)


def _sequence(data: _Set, piece: Piece) -> SequenceFile:
    names = [data.name(frame) for frame in piece.frames]
    frames = [SequenceFrame(name, number) for number, name in enumerate(names)]
    return SequenceFile(piece.number + 1, data.address(piece.pictures), tuple(frames))


def _origins(data: _Set, piece: Piece) -> Object:
    """Which frame of which video each picture is; ours, and never below the pictures' prefix."""
    table = piece.video.table
    return {
        **origin_of(piece.video.video),
        "time-base": str(table.stream.time_base),
        "frames": {
            data.name(frame): {"index": frame, "pts": int(table.pts[frame])}
            for frame in piece.frames
        },
    }


def _labels(data: _Set, piece: Piece) -> SeqLabel:
    shape = BallShape(piece.video.video, data.tool, data.request.radius, data.tracked)
    effective = data.request.effective
    frames = (
        shape.frame(row, piece.frames.index(row.frame), data.name(row.frame), effective)
        for row in piece.rows
    )
    return SeqLabel(data.tracked, tuple(frames))


def _categories(data: _Set) -> LabelCategories:
    seen = CategoryAttribute(
        VISIBILITY,
        description="How well can the ball be seen?",
        values=tuple(VISIBILITIES.values()),
    )
    tool = "Keypoint" if data.tool == Tool.KEYPOINT else "BoundingBox"
    return LabelCategories((Category(BALL),), video=True, frame_attributes=(seen,), tool=tool)


def _line(data: _Set, piece: Piece) -> ManifestLine:
    seen = any(row.x is not None for row in piece.rows)
    label = Reference(data.address(piece.labels), {BALL_ID: BALL} if seen else {})
    metadata = Metadata(
        type=VIDEO_TRACKING if data.tracked else VIDEO_DETECTION,
        job=data.job,
        human=all(by_person(row) for row in piece.rows) or not data.request.effective,
        created=data.request.created,
    )
    return ManifestLine(data.address(piece.sequence), (Pair(data.attribute, label, metadata),))
