"""The ball models there are, as people choose between them: what their cards say, and their faults.

Cards are read without PyTorch, in no time. Weights are read, and checked, by `fault_of` alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from inference.models.card import read_card
from inference.models.locations import CARD, MOTION, shipped_models
from storage.errors import UserError

_LONGEST = 300  # characters of a line that people are shown
_MOST = 20  # lines of one kind
_MOTION = "Finds what is small and moves alone; no network, no weights, for still cameras"


@dataclass(frozen=True, slots=True)
class ListedModel:
    """One model, in words. Everything but `name` and `folder` comes from the card, unchecked."""

    name: str  # by which `model_folder` finds it
    folder: Path | None  # None: the model without weights
    title: str = ""
    training: tuple[str, ...] = ()  # what it was trained on, a line each
    results: tuple[str, ...] = ()  # what it scores, as "F1 0.84 on badminton, jakarta"
    fault: str = ""  # why it cannot be used, with advice; empty as far as is known


def listed_models(own: Path) -> list[ListedModel]:
    """The shipped models and those in the folder `own`, in the order of their names; `motion` last.

    Of two with one name it is the own one that an analysis uses, and that is listed. A card that
    cannot be read makes a model with a fault.
    """
    found = {
        card.parent.name: card.parent
        for place in (shipped_models(), own)
        for card in sorted(place.glob(f"*/{CARD}"))
    }
    listed = [_listed(name, folder) for name, folder in sorted(found.items()) if name != MOTION]
    return [*listed, ListedModel(MOTION, None, _MOTION)]


def fault_of(model: ListedModel) -> str:
    """Why `model` cannot be run, in one line; empty if it can. Reads and checks its weights."""
    if model.fault or model.folder is None:
        return model.fault
    # torch takes seconds to import: only where weights are to be read
    from inference.ball.models.folder import read_model

    try:
        read_model(model.folder)
    except UserError as error:
        return str(error)
    return ""


def _listed(name: str, folder: Path) -> ListedModel:
    try:
        card = read_card(folder).values
    except UserError as error:
        return ListedModel(name, folder, fault=str(error))
    return ListedModel(
        name,
        folder,
        _text(card.get("title")),
        tuple(_sources(card.get("training"))),
        tuple(_scores(card.get("results"))),
    )


def _sources(tables: object) -> Iterator[str]:
    """What a model was trained on, and how."""
    for table in _tables(tables):
        if name := _text(table.get("name")):
            use = _text(table.get("use"))
            yield f"{name}: {use}" if use else name


def _scores(tables: object) -> Iterator[str]:
    for table in _tables(tables):
        on, f1 = _text(table.get("on")), table.get("f1")
        if on and isinstance(f1, float) and 0 <= f1 <= 1:  # which is not so for NaN
            # 0.835 is 0.84 to people, and 0.83 to binary fractions
            yield f"F1 {Decimal(str(f1)).quantize(Decimal('0.01'), ROUND_HALF_UP)} on {on}"


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
