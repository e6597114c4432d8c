"""Judging a net by held-out clips: quickly while it learns, and thoroughly in the end."""

from collections.abc import Generator, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass

import torch
from torch import nn

from inference.ball.data.splits import ENOUGH
from inference.ball.data.training_data import Read
from inference.ball.evaluation.metrics import BallMetrics, ball_metrics
from inference.ball.training.initialization import Start
from inference.ball.training.validation import Exam, ExamClip, Sitting
from inference.evaluation.calibration import PlattScaling
from inference.evaluation.outcomes import Outcomes, concatenate_outcomes
from inference.training.config import Precision
from storage.progress import map_steps

_GLANCE = 750  # pictures that a look while learning is content with
_LOSS = 0.02  # of F1 in one venue, which no gain elsewhere makes up for


@dataclass(frozen=True, eq=False)
class Judgement:
    """What a net scores in held-out video, before and after."""

    name: str
    venue: str
    after: BallMetrics
    before: BallMetrics | None  # of the parent, where there is one

    @property
    def gain(self) -> float | None:
        """By how much F1 has risen; None without a parent."""
        return None if self.before is None else self.after.f1 - self.before.f1


@dataclass(frozen=True, eq=False)
class Verdict:
    """How good a net is, and what its scores are worth."""

    line: PlattScaling
    fitted_to: str  # what the line was fitted to, for the card
    clips: tuple[Judgement, ...] = ()
    venues: tuple[Judgement, ...] = ()  # all clips of one
    whole: Judgement | None = None  # all held-out clips together; None if there are none

    @property
    def better(self) -> bool | None:
        """Whether the net is to be preferred to its parent; None if nothing tells.

        It is when F1 has risen, and no venue has lost more than two points.
        """
        if self.whole is None or self.whole.before is None:
            return None
        return self.whole.after.f1 > self.whole.before.f1 and not self.fallen

    @property
    def fallen(self) -> tuple[Judgement, ...]:
        """Venues that have lost more than two points."""
        return tuple(each for each in self.venues if each.gain is not None and each.gain < -_LOSS)


def verdict(
    start: Start, material: Read, before: nn.Module, net: nn.Module, device: torch.device
) -> Generator[tuple[int, int], None, Verdict]:
    """Judge `net`, and the parent it was `before`, by all of the exam, on `device`.

    Yields pictures done, and all there are, of one sitting after the other.
    """
    bench = _Bench(start, device)
    line, fitted_to, sitting = yield from bench.line(net, material)
    if sitting is None:
        return Verdict(line, fitted_to)
    parent = start.parent
    old = (yield from bench.sit(before, material.exam)) if parent else None
    table = _Table(sitting.judged(line), old.judged(parent.line) if old and parent else None)
    clips = tuple(
        table.judgement(clip.name, clip.venue, [number])
        for number, clip in enumerate(material.exam)
    )
    venues = tuple(
        table.judgement(venue, venue, [n for n, c in enumerate(material.exam) if c.venue == venue])
        for venue in dict.fromkeys(clip.venue for clip in material.exam)
    )
    whole = table.judgement(f"all {len(clips)} held out", "", range(len(clips)))
    return Verdict(line, fitted_to, clips, venues, whole)


@dataclass(frozen=True, eq=False)
class _Table:
    """What came of each clip, after the training and before."""

    after: Sequence[Outcomes]
    before: Sequence[Outcomes] | None

    def judgement(self, name: str, venue: str, clips: Iterable[int]) -> Judgement:
        """What `clips` together came to."""
        numbers = list(clips)
        now = ball_metrics(concatenate_outcomes([self.after[n] for n in numbers]))
        then = (
            ball_metrics(concatenate_outcomes([self.before[n] for n in numbers]))
            if self.before
            else None
        )
        return Judgement(name, venue, now, then)


class Glance:
    """Judges nets by some of the held-out video, quickly: see `Judge`."""

    def __init__(self, start: Start, clips: Sequence[ExamClip], precision: Precision) -> None:
        self._exam = Exam(some(clips, _GLANCE), start.input_spec, precision == "bf16")
        self._line = start.parent.line if start.parent else None

    def __call__(self, net: nn.Module, /) -> Generator[object, None, BallMetrics]:
        """The score of `net`; yields between two chunks of pictures."""
        sitting = yield from self._exam.sit(net)
        return sitting.score(self._line or sitting.line() or PlattScaling())


class _Bench:
    """Judges nets by whole clips."""

    def __init__(self, start: Start, device: torch.device) -> None:
        self._input_spec = start.input_spec
        self._parent = start.parent
        self._device = device

    def sit(
        self, net: nn.Module, clips: Sequence[ExamClip]
    ) -> Generator[tuple[int, int], None, Sitting]:
        """What `net`, which stays where it is, finds in `clips`; yields pictures done, and all."""
        exam = Exam(clips, self._input_spec)
        work = exam.sit(deepcopy(net).to(self._device).eval())
        return map_steps(work, lambda done: (done, exam.pictures))

    def line(
        self, net: nn.Module, material: Read
    ) -> Generator[tuple[int, int], None, tuple[PlattScaling, str, Sitting | None]]:
        """The line of the scores of `net`, what it was fitted to, and the exam, if there is one."""
        sitting = None
        if material.exam:
            sitting = yield from self.sit(net, material.exam)
            fitted = sitting.line() if balls(material.exam) >= ENOUGH else None
            if fitted:
                return fitted, "the held-out clips", sitting
        if self._parent:
            return self._parent.line, f"nothing: taken over from {self._parent.name}", sitting
        learned = yield from self.sit(net, some(material.training, _GLANCE))
        if fitted := learned.line():
            return fitted, "clips that were trained on", sitting
        return PlattScaling(), "nothing: there were too few labels", sitting


def some(clips: Sequence[ExamClip], pictures: int) -> list[ExamClip]:
    """Clips from all over `clips` with about so many `pictures`, one at least if there is any."""
    taken: list[ExamClip] = []
    # every third, then those between: neighbours in the list were filmed in one place
    for clip in [clip for first in range(3) for clip in clips[first::3]]:
        if sum(each.pictures for each in taken) >= pictures:
            break
        taken.append(clip)
    return taken


def balls(clips: Sequence[ExamClip]) -> int:
    """In how many labelled pictures of `clips` there is a ball."""
    return sum(clip.balls for clip in clips)
