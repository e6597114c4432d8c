"""The card of a trained model: how it came to be, from what, and how good it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from inference.training.model_comparison import Comparison, ComparisonResult
from inference.training.task import CardText, TrainedModel, TrainingData, TrainingRun

_MOST = 40  # entries of one list on a card

Data = TypeVar("Data", bound=TrainingData)
Loaded = TypeVar("Loaded")


def training_card(
    run: TrainingRun[Data, Loaded], trained: TrainedModel, text: CardText, made: date
) -> dict[str, Any]:
    """The card, as `write_model` takes it.

    The task adds its `card_entries`: of a plain value or a table whatever it needs, "trained_on" as
    the words behind the model's name, tables of "training" for what was trained on, and entries of
    "made".
    """
    start, parent = run.initialization, run.initialization.parent
    old = parent.card if parent else {}
    entries = dict(run.task.card_entries(run, trained, text))
    trained_on = entries.pop("trained_on", "")
    sources = entries.pop("training", [])
    making = entries.pop("made", {})
    card: dict[str, Any] = {
        "task": run.task.name,
        "architecture": start.architecture,
        "title": f"{text.name}: {_title(run, trained_on)}",
        "licence": _licence(text, old),
        "config": dict(start.config),
        "input": dict(start.input),
        **entries,
        "made": _made(run, trained, made) | making,
    }
    if parent:
        card["parent"] = {"name": parent.name, "weights": parent.weights}
    card["training"] = [*_inherited(old), *sources][:_MOST]
    card["results"] = _results(trained.comparison, run.task.metric_names)[:_MOST]
    return card


def card_text(table: Mapping[str, Any], key: str) -> str:
    """A line out of a card that may be anybody's; empty if there is none."""
    value = table.get(key)
    return " ".join(value.split())[:300] if isinstance(value, str) else ""


def held_out_videos(card: Mapping[str, Any]) -> frozenset[str]:
    """The videos that the model of this card, which may be anybody's, was validated on."""
    table = card.get("exam")
    videos = table.get("videos") if isinstance(table, dict) else None
    if not isinstance(videos, list):
        return frozenset()
    return frozenset(video for video in videos if isinstance(video, str))


def held_out_table(videos: Iterable[str]) -> dict[str, Any]:
    """The entry of the card that `held_out_videos` reads; none without videos."""
    names = sorted(set(videos))
    return {"exam": {"videos": names}} if names else {}


def _title(run: TrainingRun[Data, Loaded], trained_on: str) -> str:
    start = run.initialization
    if start.parent:
        return f"{start.parent.name}, trained further on {trained_on}"
    return f"{start.title.split(':')[-1].strip()}; trained on {trained_on}"


def _licence(text: CardText, old: Mapping[str, Any]) -> str:
    licence = text.licence or "not stated for what it was trained on"
    before = card_text(old, "licence")
    return f"{licence}; of its parent: {before}" if before else licence


def _made(run: TrainingRun[Data, Loaded], trained: TrainedModel, made: date) -> dict[str, Any]:
    config = run.config
    return {
        "date": made.isoformat(),
        "steps": trained.steps,
        "batch": config.batch_size,
        "rate": config.learning_rate,
        "norms": config.train_batch_norm,
        "precision": config.precision,
        "seed": config.seed,
    }


def _inherited(old: Mapping[str, Any]) -> list[dict[str, str]]:
    """What the parent was trained on, as far as its card, which may be anybody's, says so."""
    tables = old.get("training")
    if not isinstance(tables, list):
        return []
    keys = ("name", "licence", "use")
    return [
        {key: card_text(table, key) for key in keys if card_text(table, key)}
        for table in tables
        if isinstance(table, dict) and card_text(table, "name")
    ]


def _results(comparison: ComparisonResult, names: Sequence[str]) -> list[dict[str, Any]]:
    overall, clips = comparison.overall, comparison.clips
    if overall is None:
        return []
    tables = [_result(row, names) for row in (overall, *clips)]
    count = f"{len(clips)} {comparison.unit}{'s' * (len(clips) != 1)}"
    tables[0]["on"] = ", ".join(filter(None, [count, comparison.conditions]))
    if overall.before:
        tables[0][f"{names[0]}_of_parent"] = round(overall.before.primary, 3)
    return tables


def _result(row: Comparison, names: Sequence[str]) -> dict[str, Any]:
    figures = row.after.figures()
    shown = {name: value for name in names if (value := figures[name]) is not None}
    return {"on": row.name, **{name: round(value, 3) for name, value in shown.items()}}

    return {"on": row.name, **figures}
