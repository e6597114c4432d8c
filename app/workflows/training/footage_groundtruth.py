"""Ground Truth's video frame jobs: labelled sequences of image files."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path

from inference.ball.data.frames import ImagePictures
from inference.ball.data.labelled_footage import BallFootage, ball_footage
from storage.errors import UserError
from storage.formats.groundtruth.read.ball_labels import SequenceBalls, ball_name
from storage.formats.groundtruth.read.collect import LabelledSequence, collect
from storage.formats.groundtruth.schema.names import is_file_name, sort_key
from storage.records import Source

_KINDS = ("manifests/output/*.manifest", "*.manifest", "SeqLabel*.json")


def is_data_set(path: Path) -> bool:
    """Whether `path`, a file or a folder, is meant as a data set of Ground Truth's."""
    if path.is_dir():
        return any(next(path.glob(kind), None) is not None for kind in _KINDS)
    return path.suffix.lower() in (".manifest", ".json", ".jsonl")


def labelled_sequences(path: Path) -> Generator[object, None, list[BallFootage]]:
    """The sequences that people have labelled in a manifest, a SeqLabel, or a folder of them.

    Key points are the ball, and the middles of boxes. Where notes tell that pictures between some
    were left out, these are sequences of their own. Yields while it reads. UserError if something
    cannot be read, the frames are not at hand, or there are only single pictures.
    """
    collected = collect(path)
    if not collected.sequences:
        raise UserError(
            f"{path} has only single pictures, or clips.",
            "A ball net is trained on consecutive frames: name a video frame job.",
        )
    balls = [sequence.balls for sequence in collected.sequences]
    ball = ball_name({name for one in balls for name in one.names}, "")
    footage = []
    for number, (sequence, said) in enumerate(zip(collected.sequences, balls, strict=True), 1):
        for part in _pieces(sequence):
            yield part
            footage.append(_labelled(path, f"{path.stem}-{number}", sequence, said, ball, part))
    return [sequence for sequence in footage if sequence.labels]


def _pieces(sequence: LabelledSequence) -> Iterator[list[str]]:
    """Names of the pictures, in pieces that follow each other without a gap."""
    names = sorted(set(sequence.pictures.names), key=sort_key)
    frames = sequence.pictures.known
    piece: list[str] = []
    for name in names:
        if piece and not _follows(frames, piece[-1], name):
            yield piece
            piece = []
        piece.append(name)
    if piece:
        yield piece


def _follows(frames: Mapping[str, int], before: str, name: str) -> bool:
    return before not in frames or name not in frames or frames[name] == frames[before] + 1


def _labelled(
    path: Path,
    name: str,
    sequence: LabelledSequence,
    said: SequenceBalls,
    ball: str,
    names: Sequence[str],
) -> BallFootage:
    pictures = ImagePictures(_files(path, sequence, names))
    rows, _ = said.rows(ball, {name: number for number, name in enumerate(names)})
    people = [row for row in rows if row.source == Source.HUMAN]
    # it is the video that must not be on both sides of a split, whoever labelled it
    video = sequence.origins.video if sequence.origins else ""
    return ball_footage(name, path, video or str(path.resolve()), pictures, people, video)


def _files(path: Path, sequence: LabelledSequence, names: Sequence[str]) -> list[Path]:
    folder = sequence.pictures.folder
    if folder is None:
        raise UserError(
            f"The frames of {path} are missing.",
            "Copy them into the folder of the data set, below the path that its addresses end in.",
        )
    if odd := [name for name in names if not is_file_name(name)]:
        raise UserError(
            f"{odd[0][:200]!r} is not a valid file name of a frame.",
            "Frames of a sequence lie in one folder.",
        )
    return [folder / name for name in names]
