"""The review queue of a video: how likely each frame is wrong, and the places worth a look."""

from collections.abc import Callable, Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.review.doubt import DoubtModel
from inference.review.evidence import NAMES, FrameEvidence, FrameState, QueueInput, frame_evidence
from inference.review.reasons import DoubtedFrame, reason_text
from inference.review.segments import FLOOR, DoubtfulPlace, find_segments, worst_first
from storage.progress import Progress
from storage.records import BallTrack, Review, Source

Floats = NDArray[np.float64]

PART = 8192  # frames whose evidence is found at once: bounds memory, and waits for a cancel
MARGIN = 512  # frames on either side beyond which nothing changes what is thought of a frame

ReadPart = Callable[[int, int], QueueInput]
"""Gives what is known of frames `[first, stop)`."""


@dataclass(frozen=True, eq=False)
class Doubt:
    """How likely each of T frames is wrong, and why, for those that want a look."""

    wrong: Floats  # (T,), 0 where a person has decided or nothing has looked
    cut: NDArray[np.bool_]  # (T,) the first frame of each shot but the first
    reasons: dict[int, str]  # of frames from FLOOR on

    def __len__(self) -> int:
        return len(self.wrong)

    def with_part(self, first: int, part: "Doubt") -> "Doubt":
        """The same with `part` in frames `[first, first + len(part))`."""
        stop = first + len(part)
        wrong, cut = self.wrong.copy(), self.cut.copy()
        wrong[first:stop], cut[first:stop] = part.wrong, part.cut
        reasons = {frame: text for frame, text in self.reasons.items() if not first <= frame < stop}
        reasons |= {first + frame: text for frame, text in part.reasons.items()}
        return Doubt(wrong, cut, reasons)

    def segments(self, rate: float) -> list[DoubtfulPlace]:
        """The places that want a look in a video of `rate` frames a second, worst first."""
        return worst_first(find_segments(self.wrong, self.cut, rate), rate)


def find_doubt(
    read: ReadPart, frames: int, model: DoubtModel, first: int = 0, stop: int | None = None
) -> Generator[Progress, None, Doubt]:
    """The doubt of frames `[first, stop)` of a video of `frames`; the whole video by default.

    The result for a frame does not depend on how the video is cut into parts.
    """
    stop = frames if stop is None else stop
    parts = []
    for begin in range(first, stop, PART):
        yield Progress(begin - first, stop - first)
        end = min(begin + PART, stop)
        start = max(begin - MARGIN, 0) // MARGIN * MARGIN
        given = read(start, min(end + MARGIN, frames))
        parts.append(part_doubt(given, model, begin - start, end - start))
    doubt = Doubt(
        np.concatenate([np.zeros(0), *(part.wrong for part in parts)]),
        np.concatenate([np.zeros(0, np.bool_), *(part.cut for part in parts)]),
        {},
    )
    for number, part in enumerate(parts):
        doubt.reasons.update({number * PART + at: text for at, text in part.reasons.items()})
    return doubt


def part_doubt(given: QueueInput, model: DoubtModel, first: int, stop: int) -> Doubt:
    """The doubt of frames `[first, stop)` of `given`, counted from `first`."""
    evidence = frame_evidence(given)
    wrong = np.where(open_frames(given.track), model.wrong(evidence), 0.0)
    reasons = {
        int(frame) - first: _reason(model, evidence, int(frame))
        for frame in np.flatnonzero(wrong >= FLOOR)
        if first <= frame < stop
    }
    return Doubt(wrong[first:stop], evidence.cut[first:stop], reasons)


def open_frames(track: BallTrack) -> NDArray[np.bool_]:
    """The frames that a model has looked at and no person has decided."""
    return np.asarray(
        (track.review == Review.UNREVIEWED)
        & (track.source != Source.NONE)
        & (track.source != Source.HUMAN)
    )


def _reason(model: DoubtModel, evidence: FrameEvidence, frame: int) -> str:
    state = FrameState(int(evidence.state[frame]))
    names = NAMES[state]
    row = np.array([[evidence.facts[name][frame] for name in names]])
    raised = model.of_state[state].contributions(row)[0]
    facts = dict(zip(names, row[0].tolist(), strict=True))
    return reason_text(
        DoubtedFrame(state, facts, dict(zip(names, raised.tolist(), strict=True)), evidence.scale)
    )
