"""Measuring ball nets on held-out clips: quickly while they are trained, thoroughly in the end."""

from collections.abc import Generator, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

import torch
from torch import nn

from inference.ball.data.training_data import LoadedBallData, ValidationClip
from inference.ball.evaluation.metrics import BallMetrics, ball_metrics
from inference.ball.nets.input_spec import InputSpec
from inference.ball.training.initialization import parent_line
from inference.ball.training.validation import ValidationRun, ValidationSet, some_clips
from inference.evaluation.calibration import PlattScaling
from inference.evaluation.outcomes import Outcomes, concatenate_outcomes
from inference.training.config import Precision
from inference.training.model_comparison import Comparison, ComparisonResult
from inference.training.splits import ENOUGH_POSITIVES
from inference.training.task import Initialization
from storage.progress import map_steps

_QUICK = 750  # pictures that a validation during training is content with


@dataclass(frozen=True, eq=False)
class BallComparison(ComparisonResult):
    """How good a ball net is, and what its scores are worth."""

    calibration: PlattScaling = field(default_factory=PlattScaling)
    fitted_to: str = ""  # what the calibration was fitted to, for the card


def compare(
    initialization: Initialization,
    loaded: LoadedBallData,
    before: nn.Module,
    net: nn.Module,
    device: torch.device,
) -> Generator[tuple[int, int], None, BallComparison]:
    """Measure `net`, and the parent it was `before`, on the whole validation set, on `device`.

    Yields pictures done, and all there are, of one net after the other.
    """
    thorough = _ThoroughValidator(initialization, loaded, device)
    line, fitted_to, run = yield from thorough.calibrated(net)
    if run is None:
        return BallComparison(calibration=line, fitted_to=fitted_to)
    parent = parent_line(initialization)
    old = (yield from thorough.run(before, loaded.validation)) if parent else None
    table = _Table(run.outcomes(line), old.outcomes(parent) if old and parent else None)
    clips, names = loaded.validation, dict.fromkeys(clip.venue for clip in loaded.validation)
    return BallComparison(
        tuple(table.row(clip.name, clip.venue, [number]) for number, clip in enumerate(clips)),
        tuple(
            table.row(venue, venue, [n for n, clip in enumerate(clips) if clip.venue == venue])
            for venue in names
        ),
        table.row(f"all {len(clips)} held out", "", range(len(clips))),
        "with the path",
        line,
        fitted_to,
    )


def evaluate(
    initialization: Initialization, loaded: LoadedBallData, device: torch.device
) -> Generator[tuple[int, int], None, BallMetrics]:
    """Measure a model as it is, with its own calibration, on the whole validation set."""
    validator = _ThoroughValidator(initialization, loaded, device)
    run = yield from validator.run(initialization.net, loaded.validation)
    return run.metrics(parent_line(initialization) or PlattScaling())


@dataclass(frozen=True, eq=False)
class _Table:
    """The outcomes of each clip, after the training and before."""

    after: Sequence[Outcomes]
    before: Sequence[Outcomes] | None

    def row(self, name: str, venue: str, clips: Iterable[int]) -> Comparison:
        """The metrics of `clips` together."""
        numbers = list(clips)
        before = _metrics(self.before, numbers) if self.before else None
        return Comparison(name, venue, _metrics(self.after, numbers), before)


def _metrics(outcomes: Sequence[Outcomes], clips: Sequence[int]) -> BallMetrics:
    return ball_metrics(concatenate_outcomes([outcomes[clip] for clip in clips]))


class QuickValidator:
    """Measures nets on some of the held-out video, quickly: see `Validator`."""

    def __init__(
        self,
        clips: Sequence[ValidationClip],
        input_spec: InputSpec,
        line: PlattScaling | None,
        precision: Precision,
    ) -> None:
        """`line` is that of the parent's scores, where there is one."""
        self._set = ValidationSet(some_clips(clips, _QUICK), input_spec, precision == "bf16")
        self._line = line

    def __call__(self, net: nn.Module, /) -> Generator[object, None, BallMetrics]:
        """The metrics of `net`; yields between two chunks of pictures."""
        run = yield from self._set.run(net)
        return run.metrics(self._line or run.calibration() or PlattScaling())


class _ThoroughValidator:
    """Measures nets on whole clips."""

    def __init__(
        self, initialization: Initialization, loaded: LoadedBallData, device: torch.device
    ) -> None:
        self._parent = initialization.parent
        self._parent_line = parent_line(initialization)
        self._loaded = loaded
        self._device = device

    def run(
        self, net: nn.Module, clips: Sequence[ValidationClip]
    ) -> Generator[tuple[int, int], None, ValidationRun]:
        """What `net`, which stays where it is, finds in `clips`; yields pictures done, and all."""
        validation_set = ValidationSet(clips, self._loaded.input_spec)
        work = validation_set.run(deepcopy(net).to(self._device).eval())
        return map_steps(work, lambda done: (done, validation_set.pictures))

    def calibrated(
        self, net: nn.Module
    ) -> Generator[tuple[int, int], None, tuple[PlattScaling, str, ValidationRun | None]]:
        """The calibration of `net`, what it was fitted to, and the validation, if there is one."""
        run, validation = None, self._loaded.validation
        if validation:
            run = yield from self.run(net, validation)
            enough = sum(clip.balls for clip in validation) >= ENOUGH_POSITIVES
            if enough and (line := run.calibration()):
                return line, "the held-out clips", run
        if self._parent and self._parent_line:
            return self._parent_line, f"nothing: taken over from {self._parent.name}", run
        trained_on = yield from self.run(net, some_clips(self._loaded.training, _QUICK))
        if line := trained_on.calibration():
            return line, "clips that were trained on", run
        return PlattScaling(), "nothing: there were too few labels", run
