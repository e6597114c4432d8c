"""What a reel shows and plays at each moment: one plan for its preview and for its file."""

from bisect import bisect_right
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from storage.media.frame_table import FrameTable

SOUND_RATE = 48_000


@dataclass(frozen=True, eq=False)
class ReelPiece:
    """Frames `[first, stop)` of a video; the first `dissolve` reel frames blend with those before.

    `slow` shows each moment so many times longer, without sound.
    """

    path: Path
    table: FrameTable
    first: int
    stop: int
    dissolve: int = 0  # frames of the reel
    slow: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.first < self.stop <= len(self.table):
            raise ValueError(f"frames {self.first} to {self.stop} of {len(self.table)}")
        if self.slow < 1 or self.dissolve < 0:
            raise ValueError(f"slow {self.slow}, dissolve {self.dissolve}")

    @property
    def seconds(self) -> Fraction:
        """How long it lasts in the reel."""
        table = self.table
        end = table.seconds(self.stop) if self.stop < len(table) else table.duration
        return (end - table.seconds(self.first)) * self.slow


@dataclass(frozen=True, slots=True)
class FramePart:
    """A frame of a piece that a reel frame is made of; the weights of all are 1 together."""

    piece: int
    index: int  # frame of the piece's video
    weight: float


class ReelPlan:
    """Where each piece lies in a reel of `rate` frames a second.

    A piece at that very rate gives each of its frames once; of others the frame on screen at the
    reel's times is shown. Raises ValueError for a dissolve longer than one of its pieces.
    """

    def __init__(self, pieces: tuple[ReelPiece, ...], rate: Fraction) -> None:
        self.pieces = pieces
        self.rate = rate
        self._lengths = [self._length(piece) for piece in pieces]
        self._begins: list[int] = []
        at = 0
        for number, piece in enumerate(pieces):
            shared = piece.dissolve
            if shared and (not number or shared > min(self._lengths[number - 1 : number + 1])):
                raise ValueError(f"a dissolve of {shared} frames into piece {number}")
            begin = at - shared
            if number > 1 and begin < self.end(number - 2):
                raise ValueError(f"piece {number - 1} is shorter than its dissolves")
            self._begins.append(begin)
            at = begin + self._lengths[number]
        self._count = at

    def __len__(self) -> int:
        """Frames of the reel."""
        return self._count

    def begin(self, piece: int) -> int:
        """The first reel frame of a piece, blended or not."""
        return self._begins[piece]

    def end(self, piece: int) -> int:
        """The first reel frame after a piece."""
        return self._begins[piece] + self._lengths[piece]

    def at(self, frame: int) -> tuple[FramePart, ...]:
        """What reel frame `frame` is made of: one frame, or two within a dissolve."""
        if not 0 <= frame < self._count:
            raise IndexError(f"frame {frame} of a reel of {self._count}")
        piece = bisect_right(self._begins, frame) - 1
        into = frame - self._begins[piece]
        shared = self.pieces[piece].dissolve
        if into >= shared:
            return (FramePart(piece, self._index(piece, into), 1.0),)
        weight = (into + 1) / (shared + 1)
        before = frame - self._begins[piece - 1]
        return (
            FramePart(piece - 1, self._index(piece - 1, before), 1.0 - weight),
            FramePart(piece, self._index(piece, into), weight),
        )

    def sample(self, frame: int) -> int:
        """The first sample of the sound of a reel frame."""
        return round(frame / self.rate * SOUND_RATE)

    @cached_property
    def has_sound(self) -> bool:
        """Whether any of it is heard."""
        return any(p.table.stream.audio is not None and p.slow == 1 for p in self.pieces)

    def _length(self, piece: ReelPiece) -> int:
        if piece.table.rate == self.rate:
            return (piece.stop - piece.first) * piece.slow
        return max(1, round(piece.seconds * self.rate))

    def _index(self, number: int, into: int) -> int:
        piece = self.pieces[number]
        if piece.table.rate == self.rate:
            return piece.first + into // piece.slow
        seconds = piece.table.seconds(piece.first) + Fraction(into, piece.slow) / self.rate
        return min(max(piece.table.index_at(seconds), piece.first), piece.stop - 1)
