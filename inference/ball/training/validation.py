"""Judging a net while and after it is trained, on rallies that it is not trained on."""

from collections.abc import Callable, Generator, Sequence
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.ball.data.clip_samples import Rally
from inference.ball.evaluation.metrics import BallMetrics, Position, ball_metrics, match_positions
from inference.ball.models.architectures import kind_of
from inference.ball.nets.fuse_batch_norm import fuse_batch_norm
from inference.ball.nets.input_spec import InputSpec
from inference.ball.nets.predictor import predict_candidates
from inference.ball.tracking.trajectory import find_path
from inference.ball.training.score_calibration import fitted
from inference.evaluation.calibration import PlattScaling
from inference.evaluation.outcomes import Outcomes, concatenate_outcomes
from storage.records import CHUNK, Candidates

_PREROLL = 16  # pictures before them that are seen as well


@dataclass(frozen=True, eq=False)
class ExamClip:
    """Rallies of one video."""

    name: str
    venue: str
    rallies: tuple[Rally, ...]

    @property
    def pictures(self) -> int:
        """How many there are, labelled or not."""
        return sum(len(rally.luma) for rally in self.rallies)

    @property
    def balls(self) -> int:
        """In how many labelled pictures there is a ball."""
        known = [rally.places[rally.weight > 0] for rally in self.rallies]
        return sum(int(np.isfinite(places[:, 0]).sum()) for places in known)


@dataclass(frozen=True, eq=False)
class Sitting:
    """What a net found in the clips of an exam: candidates of every rally, clip by clip."""

    clips: tuple[ExamClip, ...]
    found: tuple[tuple[Candidates, ...], ...]

    def line(self) -> PlattScaling | None:
        """The line fitted to what was found, None if there is too little to go by."""
        return fitted(
            (_known(found, rally), rally.places[rally.weight > 0], rally.luma.shape[2])
            for clip, candidates in zip(self.clips, self.found, strict=True)
            for rally, found in zip(clip.rallies, candidates, strict=True)
        )

    def judged(self, line: PlattScaling) -> list[Outcomes]:
        """What came of each clip, with the path through the candidates."""
        return [
            concatenate_outcomes(
                [
                    _judged(each, rally, line, number)
                    for each, rally in zip(found, clip.rallies, strict=True)
                ]
            )
            for number, (clip, found) in enumerate(zip(self.clips, self.found, strict=True))
        ]

    def score(self, line: PlattScaling) -> BallMetrics:
        """The score of all clips together."""
        return ball_metrics(concatenate_outcomes(self.judged(line)))


class Exam:
    """Clips that nets are judged by."""

    def __init__(
        self, clips: Sequence[ExamClip], input_spec: InputSpec, low_precision: bool = False
    ) -> None:
        """In `low_precision` nets answer in bf16: quickly where the processor has it."""
        self.clips = tuple(clips)
        self._input_spec = input_spec
        self._low_precision = low_precision

    @property
    def pictures(self) -> int:
        """How many a net is shown."""
        return sum(clip.pictures for clip in self.clips)

    def sit(self, net: nn.Module) -> Generator[int, None, Sitting]:
        """What `net`, which stays as it is, finds in all clips; yields the pictures shown."""
        run = runnable(net, self._low_precision)
        done, found = 0, []
        for clip in self.clips:
            of_clip = []
            for rally in clip.rallies:
                parts = []
                for first in range(0, len(rally.luma), CHUNK):
                    yield done
                    parts.append(_found(run, self._input_spec, rally, first))
                    done += len(parts[-1])
                of_clip.append(_joined(parts))
            found.append(tuple(of_clip))
        return Sitting(self.clips, tuple(found))


def runnable(net: nn.Module, low_precision: bool = False) -> Callable[[Tensor], Tensor]:
    """A copy of `net` that takes bytes, on the device that `net` is on."""
    device = next(net.parameters()).device
    copy = fuse_batch_norm(deepcopy(net).requires_grad_(False))
    for_bytes = kind_of(net).for_bytes(copy).to(device).eval()
    for_bytes.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def run(pictures: Tensor) -> Tensor:
        with torch.autocast(device.type, torch.bfloat16) if low_precision else nullcontext():
            answer: Tensor = for_bytes(pictures.to(device))
        return answer.float()

    return run


def _found(
    run: Callable[[Tensor], Tensor], input_spec: InputSpec, rally: Rally, first: int
) -> Candidates:
    start = max(first - _PREROLL, 0)
    return predict_candidates(
        run, input_spec, np.asarray(rally.luma[start : first + CHUNK]), first - start
    )


def _joined(parts: Sequence[Candidates]) -> Candidates:
    arrays = zip(*((p.x, p.y, p.score, p.cut) for p in parts), strict=True)
    return Candidates(*(np.concatenate(same) for same in arrays))


def _known(found: Candidates, rally: Rally) -> Candidates:
    """The candidates of the pictures of which something is known."""
    there: NDArray[np.bool_] = rally.weight > 0
    return Candidates(found.x[there], found.y[there], found.score[there], found.cut[there])


def _judged(found: Candidates, rally: Rally, line: PlattScaling, clip: int) -> Outcomes:
    width = rally.luma.shape[2]
    path = find_path(Candidates(found.x, found.y, line(found.score), found.cut), width)
    given: dict[int, Position] = {
        frame: (float(path.x[frame]), float(path.y[frame])) if path.visible[frame] else None
        for frame in range(len(path))
    }
    labelled: dict[int, Position] = {
        frame: _place(rally.places[frame]) for frame in np.flatnonzero(rally.weight > 0).tolist()
    }
    return match_positions(given, labelled, width, clip=clip)


def _place(place: NDArray[np.float32]) -> Position:
    return None if np.isnan(place[0]) else (float(place[0]), float(place[1]))
