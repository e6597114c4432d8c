"""The catalogue of models, as people choose between them: what cards say, and what is wrong.

Cards are read without PyTorch, in no time. Only `fault_of` reads and checks weights.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeGuard

from inference.models.card import read_card
from inference.models.locations import CARD, MOTION, shipped_models
from inference.tasks import find_task, task_names
from storage.errors import UserError

if TYPE_CHECKING:
    from inference.models.folder import Model

_LONGEST = 300  # characters of a line that people are shown
_MOST = 20  # lines of one kind
_MOTION = "Finds whatever is small and moves; no network, no weights, for still cameras"


@dataclass(frozen=True, slots=True)
class ListedModel:
    """One model, in words. Everything but `name` and `folder` comes from the card, unchecked."""

    name: str  # by which `model_folder` finds it
    folder: Path | None  # None: the model without weights
    task: str = ""
    title: str = ""
    training: tuple[str, ...] = ()  # what it was trained on, a line each
    results: tuple[str, ...] = ()  # as "Finds 83 %, 95 % right on badminton, jakarta"
    fault: str = ""  # why it cannot be used, with advice; empty as far as is known


def listed_models(own: Path) -> list[ListedModel]:
    """The shipped models and those in the folder `own`, in the order of their names; `motion` last.

    Of two with one name it is the own one that an analysis uses, and that is listed. A card that
    cannot be read makes a model with a fault.
    """
    folders = {
        card.parent.name: card.parent
        for models in (shipped_models(), own)
        for card in sorted(models.glob(f"*/{CARD}"))
    }
    listed = [_listed(name, folder) for name, folder in sorted(folders.items()) if name != MOTION]
    return [*listed, ListedModel(MOTION, None, "ball", _MOTION)]


def fault_of(model: ListedModel) -> str:
    """Why `model` cannot be run, in one line; empty if it can. Reads and checks its weights."""
    if model.fault or model.folder is None:
        return model.fault
    try:
        read_model(model.folder)
    except UserError as error:
        return str(error)
    return ""


def read_model(folder: Path) -> "Model":
    """The model in `folder`, ready to run: its card says of which task it is, and that reads it.

    UserError if it is damaged, or not what this program runs.
    """
    task = read_card(folder).word("task", task_names())
    return find_task(task).read_model(folder)


def _listed(name: str, folder: Path) -> ListedModel:
    try:
        card = read_card(folder).values
    except UserError as error:
        return ListedModel(name, folder, fault=str(error))
    return ListedModel(
        name,
        folder,
        _text(card.get("task")),
        _text(card.get("title")),
        tuple(_sources(card.get("training"))),
        tuple(_scores(card.get("results"))),
    )


def _sources(tables: object) -> Iterator[str]:
    """What a model was trained on, and how much of it.

    How the training went stands behind a semicolon in the card, for who trains models.
    """
    for table in _tables(tables):
        if name := _text(table.get("name")):
            use = _text(table.get("use")).partition(";")[0]
            yield f"{name}: {use}" if use else name


def _scores(tables: object) -> Iterator[str]:
    for table in _tables(tables):
        on = _text(table.get("on"))
        figures = ((key, value) for key, value in table.items() if isinstance(value, float))
        name, value = next(figures, ("", -1.0))  # the primary figure stands first
        hit_share, precision = (table.get(key) for key in ("hit", "precision"))
        if on and _is_share(hit_share) and _is_share(precision):
            yield f"Finds {_percent(hit_share)}, {_percent(precision)} right on {on}"
        elif on and 0 <= value <= 1:  # which is not so for NaN
            # 0.835 is 0.84 to people, and 0.83 to binary fractions
            rounded = Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)
            yield f"{_figure_title(name)} {rounded} on {on}"


def _is_share(value: object) -> TypeGuard[float]:
    return isinstance(value, float) and 0 <= value <= 1


def _percent(share: float) -> str:
    return f"{(Decimal(str(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP)}\u202f%"


def _figure_title(name: str) -> str:
    """The name of a figure for people: F1, MAP, Accuracy."""
    words = _text(name).replace("_", " ")
    return words.upper() if len(words) <= 3 else words[:1].upper() + words[1:]


def _tables(values: object) -> list[dict[str, Any]]:
    if not isinstance(values, list):
        return []
    return [value for value in values if isinstance(value, dict)][:_MOST]


def _text(value: object) -> str:
    """A line of text, whatever a card from anywhere may hold there."""
    if not isinstance(value, str):
        return ""
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}\N{HORIZONTAL ELLIPSIS}"
