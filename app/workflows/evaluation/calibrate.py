"""Calibrates the confidence of a model's positions on people's labels."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from app.workflows.evaluation.evaluate import EvaluatedClip, Evaluation
from app.workflows.evaluation.report_text import aligned
from inference.ball.evaluation.confidence_fit import CalibrationSample, fit_calibration
from inference.ball.tracking.confidence import Calibration
from inference.evaluation.curves import auroc, reliability
from inference.evaluation.outcomes import Outcomes, concatenate_outcomes
from storage.errors import UserError

_HEAD = ("Confidence", "positions", "ECE before", "after", "AUROC before", "after")


@dataclass(frozen=True, eq=False)
class Group:
    """Outcomes of one folder, with the confidence it had and with that fitted to the others."""

    name: str
    before: Outcomes
    after: Outcomes


@dataclass(frozen=True, eq=False)
class FittedConfidence:
    """The calibration fitted to all clips, and how well each part predicts the others."""

    calibration: Calibration
    groups: tuple[Group, ...]


def fit_confidence(clips: Sequence[EvaluatedClip], evaluation: Evaluation) -> FittedConfidence:
    """Fit the calibration to the first source's positions on all clips.

    Each folder is evaluated with a calibration fitted to the others; with a single folder, each
    clip. UserError if the positions come from no run, or are too few.
    """
    samples = _samples(clips, evaluation.outcomes[0])
    names = evaluation.folders if len(set(evaluation.folders)) > 1 else evaluation.clips
    try:
        return FittedConfidence(fit_calibration(samples), tuple(_groups(samples, names)))
    except ValueError as error:
        raise UserError(
            f"There are too few labels to calibrate confidence: {error}.",
            "Name videos from at least two folders, with a few hundred labelled frames in each.",
        ) from error


def confidence_text(fitted: FittedConfidence) -> str:
    """The outcome as a table, and as what belongs into the model's card."""
    rows = [_HEAD, *(_row(group.name, group.before, group.after) for group in fitted.groups)]
    overall = [
        concatenate_outcomes([getattr(g, n) for g in fitted.groups]) for n in ("before", "after")
    ]
    rows.append(_row("all", *overall))
    return f"{aligned(rows)}\nafter: calibrated on the other rows\n\n{confidence_toml(fitted)}"


def confidence_toml(fitted: FittedConfidence) -> str:
    """The table for the model's card."""
    numbers = (f"{key} = {value:.3f}" for key, value in asdict(fitted.calibration).items())
    return "\n".join(["[confidence]", *numbers])


def _samples(clips: Sequence[EvaluatedClip], outcomes: Outcomes) -> list[CalibrationSample]:
    samples = []
    for number, clip in enumerate(clips):
        features = clip.predicted[0].features
        if features is None:
            raise UserError(
                f"{clip.video.path.name}: confidence can only be calibrated on a model's own run.",
                "Choose the model with --model, or analyze the video first.",
            )
        samples.append(CalibrationSample(outcomes.where(outcomes.clip == number), features))
    return samples


def _groups(samples: Sequence[CalibrationSample], names: Sequence[str]) -> list[Group]:
    groups = []
    for name in dict.fromkeys(names):
        group_samples = [s for s, n in zip(samples, names, strict=True) if n == name]
        others = fit_calibration([s for s, n in zip(samples, names, strict=True) if n != name])
        before = concatenate_outcomes([sample.predictions for sample in group_samples])
        after = concatenate_outcomes([sample.with_confidence(others) for sample in group_samples])
        groups.append(Group(name, before, after))
    return groups


def _row(name: str, before: Outcomes, after: Outcomes) -> list[str]:
    errors = [f"{reliability(outcomes).expected_error:.4f}" for outcomes in (before, after)]
    ranks = [auroc(outcomes) for outcomes in (before, after)]
    cells = ["-" if rank is None else f"{rank:.4f}" for rank in ranks]
    return [name, str(len(before)), *errors, *cells]
