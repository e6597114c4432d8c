"""How far a model's positions can be trusted, learned from people's labels."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from app.workflows.evaluation.evaluate import Clip, Evaluation
from app.workflows.evaluation.report_text import aligned
from inference.ball.evaluation.confidence_fit import Sample, fit, ranking
from inference.ball.evaluation.curves import reliability
from inference.ball.evaluation.metrics import Judged, together
from inference.ball.tracking.confidence import Calibration
from storage.errors import UserError

_HEAD = ("Confidence", "positions", "error before", "after", "ranking before", "after")


@dataclass(frozen=True, eq=False)
class Group:
    """Positions of one folder: as sure as they were, and as sure as the other folders teach."""

    name: str
    before: Judged
    after: Judged


@dataclass(frozen=True, eq=False)
class Fitted:
    """What all clips teach, and how well what some teach holds on the others."""

    calibration: Calibration
    groups: tuple[Group, ...]


def fitted(clips: Sequence[Clip], found: Evaluation) -> Fitted:
    """Learn from the first contender's positions on all clips.

    Each folder is judged by what the others teach; with a single folder, each clip. UserError if
    the positions are nobody's run, or too few to learn from.
    """
    samples = _samples(clips, found.judged[0])
    names = found.folders if len(set(found.folders)) > 1 else found.clips
    try:
        return Fitted(fit(samples), tuple(_groups(samples, names)))
    except ValueError as error:
        raise UserError(
            f"There is too little to learn confidence from: {error}.",
            "Name videos of two folders or more, with some hundred labelled frames in each.",
        ) from error


def text_of(found: Fitted) -> str:
    """The outcome as a table, and as what belongs into the model's card."""
    rows = [_HEAD, *(_row(group.name, group.before, group.after) for group in found.groups)]
    everything = [together([getattr(g, n) for g in found.groups]) for n in ("before", "after")]
    rows.append(_row("all", *everything))
    return f"{aligned(rows)}\nafter: as learned from the other rows\n\n{toml_of(found)}"


def toml_of(found: Fitted) -> str:
    """The table for the model's card."""
    numbers = (f"{key} = {value:.3f}" for key, value in asdict(found.calibration).items())
    return "\n".join(["[confidence]", *numbers])


def _samples(clips: Sequence[Clip], judged: Judged) -> list[Sample]:
    samples = []
    for number, clip in enumerate(clips):
        told = clip.predicted[0].signals
        if told is None:
            raise UserError(
                f"{clip.video.path.name}: confidence can be learned from a model's run alone.",
                "Name the model with --model, or analyze the video first.",
            )
        samples.append(Sample(judged.where(judged.clip == number), told))
    return samples


def _groups(samples: Sequence[Sample], names: Sequence[str]) -> list[Group]:
    groups = []
    for name in dict.fromkeys(names):
        inside = [s for s, n in zip(samples, names, strict=True) if n == name]
        others = fit([s for s, n in zip(samples, names, strict=True) if n != name])
        before = together([sample.given for sample in inside])
        after = together([sample.with_confidence(others) for sample in inside])
        groups.append(Group(name, before, after))
    return groups


def _row(name: str, before: Judged, after: Judged) -> list[str]:
    errors = [f"{reliability(judged).expected_error:.4f}" for judged in (before, after)]
    ranks = [ranking(judged) for judged in (before, after)]
    told = ["-" if rank is None else f"{rank:.4f}" for rank in ranks]
    return [name, str(len(before)), *errors, *told]
