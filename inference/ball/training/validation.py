"""Validation: nets measured on rallies that they are not trained on."""

from collections.abc import Callable, Generator, Sequence
from contextlib import nullcontext
from copy import deepcopy
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.ball.data.clip_samples import Rally
from inference.ball.data.training_data import ValidationClip
from inference.ball.evaluation.metrics import BallMetrics, Position, ball_metrics, match_positions
from inference.ball.models.architectures import kind_of
from inference.ball.nets.fuse_batch_norm import fuse_batch_norm
from inference.ball.nets.input_spec import InputSpec
from inference.ball.nets.predictor import predict_candidates
from inference.ball.tracking.trajectory import find_path
from inference.ball.training.score_calibration import fit_calibration
from inference.evaluation.calibration import PlattScaling
from inference.evaluation.outcomes import Outcomes, concatenate_outcomes
from storage.records import CHUNK, Candidates

_PREROLL = 16  # pictures before them that are seen as well


@dataclass(frozen=True, eq=False)
class ValidationRun:
    """What a net found in a validation set: candidates of every rally, clip by clip."""

    clips: tuple[ValidationClip, ...]
    candidates: tuple[tuple[Candidates, ...], ...]

    def calibration(self) -> PlattScaling | None:
        """The line fitted to the scores of the candidates, None if there is too little to go by."""
        return fit_calibration(
            (_labelled(candidates, rally), rally.points[rally.weight > 0], rally.luma.shape[2])
            for clip, of_clip in zip(self.clips, self.candidates, strict=True)
            for rally, candidates in zip(clip.rallies, of_clip, strict=True)
        )

    def outcomes(self, line: PlattScaling) -> list[Outcomes]:
        """The outcome of each clip's frames, with the path through the candidates."""
        return [
            concatenate_outcomes(
                [
                    _outcomes(candidates, rally, line, number)
                    for candidates, rally in zip(of_clip, clip.rallies, strict=True)
                ]
            )
            for number, (clip, of_clip) in enumerate(zip(self.clips, self.candidates, strict=True))
        ]

    def metrics(self, line: PlattScaling) -> BallMetrics:
        """The metrics of all clips together."""
        return ball_metrics(concatenate_outcomes(self.outcomes(line)))


class ValidationSet:
    """Clips that nets are measured on."""

    def __init__(
        self, clips: Sequence[ValidationClip], input_spec: InputSpec, bf16: bool = False
    ) -> None:
        """With `bf16` nets run in it: fast where the processor has it."""
        self.clips = tuple(clips)
        self._input_spec = input_spec
        self._bf16 = bf16

    @property
    def pictures(self) -> int:
        """How many a net is shown."""
        return sum(clip.pictures for clip in self.clips)

    def run(self, net: nn.Module) -> Generator[int, None, ValidationRun]:
        """What `net`, which stays as it is, finds in all clips; yields the pictures shown."""
        run = runnable(net, self._bf16)
        done, candidates = 0, []
        for clip in self.clips:
            of_clip = []
            for rally in clip.rallies:
                parts = []
                for first in range(0, len(rally.luma), CHUNK):
                    yield done
                    parts.append(_chunk(run, self._input_spec, rally, first))
                    done += len(parts[-1])
                of_clip.append(_joined(parts))
            candidates.append(tuple(of_clip))
        return ValidationRun(self.clips, tuple(candidates))


def runnable(net: nn.Module, bf16: bool = False) -> Callable[[Tensor], Tensor]:
    """A copy of `net` that takes bytes, on the device that `net` is on."""
    device = next(net.parameters()).device
    copy = fuse_batch_norm(deepcopy(net).requires_grad_(False))
    for_bytes = kind_of(net).for_bytes(copy).to(device).eval()
    for_bytes.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def run(pictures: Tensor) -> Tensor:
        with torch.autocast(device.type, torch.bfloat16) if bf16 else nullcontext():
            output: Tensor = for_bytes(pictures.to(device))
        return output.float()

    return run


def some_clips(clips: Sequence[ValidationClip], pictures: int) -> list[ValidationClip]:
    """Clips from all over `clips` with about so many `pictures`, one at least if there is any."""
    chosen: list[ValidationClip] = []
    # every third, then those between: neighbours in the list were filmed in one place
    for clip in [clip for first in range(3) for clip in clips[first::3]]:
        if sum(taken.pictures for taken in chosen) >= pictures:
            break
        chosen.append(clip)
    return chosen


def _chunk(
    run: Callable[[Tensor], Tensor], input_spec: InputSpec, rally: Rally, first: int
) -> Candidates:
    start = max(first - _PREROLL, 0)
    return predict_candidates(
        run, input_spec, np.asarray(rally.luma[start : first + CHUNK]), first - start
    )


def _joined(parts: Sequence[Candidates]) -> Candidates:
    arrays = zip(*((p.x, p.y, p.score, p.cut) for p in parts), strict=True)
    return Candidates(*(np.concatenate(same) for same in arrays))


def _labelled(candidates: Candidates, rally: Rally) -> Candidates:
    """The candidates of the labelled pictures."""
    labelled: NDArray[np.bool_] = rally.weight > 0
    return Candidates(
        candidates.x[labelled],
        candidates.y[labelled],
        candidates.score[labelled],
        candidates.cut[labelled],
    )


def _outcomes(candidates: Candidates, rally: Rally, line: PlattScaling, clip: int) -> Outcomes:
    width = rally.luma.shape[2]
    calibrated = Candidates(candidates.x, candidates.y, line(candidates.score), candidates.cut)
    path = find_path(calibrated, width)
    predicted: dict[int, Position] = {
        frame: (float(path.x[frame]), float(path.y[frame])) if path.visible[frame] else None
        for frame in range(len(path))
    }
    labels: dict[int, Position] = {
        frame: _point(rally.points[frame]) for frame in np.flatnonzero(rally.weight > 0).tolist()
    }
    return match_positions(predicted, labels, width, clip=clip)


def _point(point: NDArray[np.float32]) -> Position:
    return None if np.isnan(point[0]) else (float(point[0]), float(point[1]))
