"""What the card of a trained model says: how it came to be, from what, and how good it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from inference.ball.data.labelled_footage import Labelled
from inference.ball.data.splits import venues
from inference.ball.evaluation.metrics import BallMetrics
from inference.ball.training.run import Course, Trained

_MOST = 40  # entries of one list on a card


@dataclass(frozen=True, slots=True)
class Words:
    """What only people know of a training."""

    name: str  # of the model
    licence: str = ""  # of the footage and its labels
    convention: str = ""  # of the labels: which part of a streak is the ball


def training_card(course: Course, trained: Trained, words: Words, made: date) -> dict[str, Any]:
    """The card, as `write_model` takes it."""
    start, parent = course.start, course.start.parent
    old = parent.card if parent else {}
    card: dict[str, Any] = {
        "task": "ball",
        "architecture": start.architecture,
        "title": f"{words.name}: {_described(course)}",
        "licence": _licence(words, old),
        "convention": words.convention or _text(old, "convention") or "as its labels have it",
        "config": dict(start.config),
        "input": dict(start.input),
        "scores": {
            "slope": round(trained.verdict.line.slope, 4),
            "constant": round(trained.verdict.line.constant, 4),
        },
        "made": _made(course, trained, made),
    }
    if parent:
        card["parent"] = {"name": parent.name, "weights": parent.weights}
    if course.material.exam:
        card["exam"] = {"videos": sorted({each.video for each in course.material.exam})}
    card["training"] = [*_inherited(old), *_sources(course, trained, words)][:_MOST]
    card["results"] = _results(trained)[:_MOST]
    return card


def _described(course: Course) -> str:
    labels = sum(each.labels for each in course.material.new)
    on = f"{labels:,} labelled frames" if labels else "invented pictures alone"
    if course.start.parent:
        return f"{course.start.parent.name}, trained further on {on}"
    return f"{course.start.title.split(':')[-1].strip()}; trained on {on}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _licence(words: Words, old: Mapping[str, Any]) -> str:
    told = words.licence or "not stated for what it was trained on"
    before = _text(old, "licence")
    return f"{told}; of its parent: {before}" if before else told


def _made(course: Course, trained: Trained, made: date) -> dict[str, Any]:
    settings = course.settings
    return {
        "date": made.isoformat(),
        "steps": trained.steps,
        "batch": settings.batch,
        "rate": settings.rate,
        "norms": settings.norms,
        "precision": settings.precision,
        "seed": settings.seed,
        "target": settings.shape,
        "other": course.recipe.other,
        "laid": course.recipe.laid,
        "blended": course.recipe.variety.blended,
        "scores_fitted_to": trained.verdict.fitted_to,
    }


def _inherited(old: Mapping[str, Any]) -> list[dict[str, str]]:
    """What the parent was trained on, as far as its card, which may be anybody's, says so."""
    tables = old.get("training")
    if not isinstance(tables, list):
        return []
    keys = ("name", "licence", "use")
    return [
        {key: _text(table, key) for key in keys if _text(table, key)}
        for table in tables
        if isinstance(table, dict) and _text(table, "name")
    ]


def _sources(course: Course, trained: Trained, words: Words) -> list[dict[str, str]]:
    material, other = course.material, course.recipe.other
    windows = f"{trained.steps:,} steps of {course.settings.batch} windows"
    licence = words.licence or "not stated"
    new = f", {1 - other:.0%} of them from these" if material.older or material.procedural else ""
    found = [
        {"name": venue, "licence": licence, "use": f"{counted}; {windows}{new}"}
        for venue, counted in _venues(material.new)
    ]
    found += [
        {"name": venue, "licence": licence, "use": f"{counted}; labels of earlier trainings"}
        for venue, counted in _venues(material.older)
    ]
    if material.simulated:
        rallies = f"{material.simulated} rallies"
        found.append(_own("Touchline's simulator", f"{rallies}; {windows}"))
    if material.procedural:
        share = f", {other:.0%} of them" if material.new else ""
        found.append(_own("Touchline's procedural windows", f"{windows}{share}"))
    return found


def _own(name: str, use: str) -> dict[str, str]:
    return {"name": name, "licence": "Apache-2.0", "use": use}


def _venues(footage: Sequence[Labelled]) -> list[tuple[str, str]]:
    """What was filmed in one place by the names of its first videos, and how much it is."""
    found = []
    for videos in venues(footage):
        names = ", ".join(each.name for each in videos[:3])
        more = f" and {len(videos) - 3} more" if len(videos) > 3 else ""
        labels, seen = (sum(n) for n in zip(*((v.labels, v.balls) for v in videos), strict=True))
        found.append((f"{names}{more}", f"{labels:,} labelled frames, {seen:,} with a ball"))
    return found


def _results(trained: Trained) -> list[dict[str, Any]]:
    verdict = trained.verdict
    if verdict.whole is None:
        return []
    found = [_result(each.name, each.after) for each in (verdict.whole, *verdict.clips)]
    found[0]["on"] = f"{_count(len(verdict.clips), 'held-out clip')}, with the path"
    if verdict.whole.before:
        found[0]["f1_of_parent"] = round(verdict.whole.before.f1, 3)
    return found


def _result(on: str, score: BallMetrics) -> dict[str, Any]:
    return {
        "on": on,
        "f1": round(score.f1, 3),
        "hit": round(score.hit, 3),
        "precision": round(score.precision, 3),
    }


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table.get(key)
    return " ".join(value.split())[:300] if isinstance(value, str) else ""
