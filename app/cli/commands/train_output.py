"""What a person is told of a training, while it runs and when it has ended."""

from collections.abc import Iterator
from pathlib import Path

from inference.ball.data.training_data import Material
from inference.ball.evaluation.metrics import BallMetrics
from inference.ball.training.initialization import Start
from inference.ball.training.model_comparison import Judgement, Verdict
from inference.ball.training.run import CourseProgress
from storage.quantities import plural

_NOTHING = 0.05  # points of F1 that are no difference


def plan(start: Start, material: Material, done: int) -> Iterator[str]:
    """What is going to be trained, and on what, where so many steps have been `done` before."""
    labels, balls = (
        sum(getattr(each, what) for each in material.new) for what in ("labels", "balls")
    )
    new = f"{labels:,} labelled frames, {balls:,} with a ball, of {_clips(len(material.new))}"
    on = [new] if material.new else []
    on += [f"{_clips(len(material.older))} of before"] if material.older else []
    on += [f"{material.simulated} simulated rallies"] if material.simulated else []
    on += ["invented windows"] if material.procedural else []
    what = start.parent.name if start.parent else f"a new net ({start.title})"
    yield f"Training {what} on {', '.join(on)}."
    if done:
        yield f"Goes on after step {done:,}, where it was stopped."
    if material.exam:
        yield f"Held out, to judge by: {', '.join(each.name for each in material.exam)}."
    else:
        yield "Nothing is held out, so nothing will tell how good the model is (see --hold-out)."


def note(step: CourseProgress) -> str:
    """What stands behind the count: `loss 1.204, held out F1 0.832, hit 0.794, precision 0.874`."""
    parts = [] if step.loss is None else [f"loss {step.loss:.3f}"]
    if step.looking:
        parts.append("looking at held-out video")
    elif step.score is not None:
        parts.append(f"held out {_scores(step.score)}")
    return ", ".join(parts)


def outcome(verdict: Verdict) -> Iterator[str]:
    """How good the model has become, clip by clip, and whether it is better than its parent."""
    if verdict.whole is None:
        return
    rows = [*verdict.clips, verdict.whole]
    wide = max(len(row.name) for row in rows)
    yield f"{'':{wide}}  F1 before  F1 now    hit  precision"
    for row in rows:
        yield f"{row.name:{wide}}  {_row(row)}"
    yield from _advice(verdict)


def stopped(saved: int, total: int) -> str:
    """What is said after Ctrl-C."""
    if not saved:
        return "stopped. Nothing is kept yet but the pictures that were read."
    return (
        f"stopped. {saved:,} of {total:,} steps are kept: the same command goes on from there, "
        "as long as the labels stay as they are."
    )


def analyse_with(folder: Path, models: Path) -> str:
    """How the new model in `folder` is used."""
    inside = folder.resolve().parent == models.resolve()
    return f"{folder}: analyze with --model {folder.name if inside else folder}"


def _advice(verdict: Verdict) -> Iterator[str]:
    if verdict.whole is None or verdict.whole.gain is None:
        return
    points = 100 * verdict.whole.gain
    if verdict.better:
        yield f"The new model is better on held-out video: {points:+.1f} points of F1."
        return
    if not verdict.fallen and abs(points) < _NOTHING:
        yield "The new model is no better on held-out video than the one it came from."
        return
    where = ", ".join(Path(venue.name).name for venue in verdict.fallen)
    lost = f"; it loses more than two points on {where}" if where else ""
    yield f"The new model is WORSE than the one it came from: {points:+.1f} points of F1{lost}."
    yield "Go on with the old one. More labels, above all of what was missed, help more than steps."


def _row(row: Judgement) -> str:
    before = "        -" if row.before is None else f"{row.before.f1:9.3f}"
    now = row.after
    return f"{before}  {now.f1:6.3f}  {now.hit:5.3f}  {now.precision:9.3f}"


def _scores(score: BallMetrics) -> str:
    return f"F1 {score.f1:.3f}, hit {score.hit:.3f}, precision {score.precision:.3f}"


def _clips(count: int) -> str:
    return plural(count, "clip")
