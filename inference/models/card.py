"""Model cards (`model.toml`), checked value by value: they may come from anywhere."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.models.locations import CARD
from storage.errors import UserError
from storage.foreign_files import read_at_most

_LARGEST = 1 << 16  # bytes


@dataclass(frozen=True)
class Card:
    """A table of the card in `folder`. Whatever is wrong in it is a UserError."""

    folder: Path
    values: Mapping[str, Any]

    def table(self, key: str) -> "Card":
        """The table of that name."""
        table = self.values.get(key)
        if not isinstance(table, dict):
            raise self.problem(f"has no table [{key}]")
        return Card(self.folder, table)

    def only(self, allowed: Iterable[str]) -> None:
        """Refuse any other keys: a misspelt one would be ignored silently."""
        if unknown := sorted(set(self.values) - set(allowed)):
            raise self.problem(f"has an unknown key {unknown[0]!r}")

    def whole(self, key: str, allowed: range) -> int:
        """A whole number out of `allowed`."""
        return self._whole(key, self.values.get(key), allowed)

    def wholes(self, key: str, allowed: range, most: int) -> tuple[int, ...]:
        """One to `most` whole numbers out of `allowed`."""
        values = self._list(key, most)
        return tuple(self._whole(key, value, allowed) for value in values)

    def number(self, key: str, least: float, most: float) -> float:
        """A number between two others."""
        return self._number(key, self.values.get(key), least, most)

    def numbers(self, key: str, least: float, most: float, count: int) -> tuple[float, ...]:
        """One to `count` numbers between two others."""
        values = self._list(key, count)
        return tuple(self._number(key, value, least, most) for value in values)

    def word(self, key: str, allowed: Iterable[str], default: str | None = None) -> str:
        """One of the words in `allowed`; `default` where nothing is said."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or value not in allowed:
            raise self.problem(f"has {key} {value!r}; allowed: {' or '.join(allowed)}")
        return value

    def flag(self, key: str) -> bool:
        """Whether something is so; where nothing is said it is not."""
        value = self.values.get(key, False)
        if type(value) is not bool:
            raise self.problem(f"has {key} {value!r}; allowed: true or false")
        return value

    def problem(self, what: str) -> UserError:
        """The error that says `what` is wrong with the card."""
        return UserError(
            f"{self.folder / CARD} {what}.", "Fix model.toml, or download the model again."
        )

    def _list(self, key: str, most: int) -> list[Any]:
        values = self.values.get(key)
        if not isinstance(values, list) or not 1 <= len(values) <= most:
            raise self.problem(f"has {key} {values!r}; allowed: 1 to {most} numbers")
        return values

    def _whole(self, key: str, value: Any, allowed: range) -> int:
        if (
            type(value) is not int or value not in allowed
        ):  # a bool is an int, but not a number here
            step = f" in steps of {allowed.step}" if allowed.step > 1 else ""
            raise self.problem(f"has {key} {value!r}; allowed: {allowed[0]} to {allowed[-1]}{step}")
        return value

    def _number(self, key: str, value: Any, least: float, most: float) -> float:
        if type(value) not in (int, float) or not least <= value <= most:
            raise self.problem(f"has {key} {value!r}; allowed: a number from {least} to {most}")
        return float(value)


def read_card(folder: Path) -> Card:
    """The card in `folder`. UserError if it cannot be read or is not a TOML file."""
    try:
        values = tomllib.loads(read_bounded(folder / CARD, _LARGEST).decode())
    except (ValueError, RecursionError) as error:  # of the encoding, or of TOML
        raise Card(folder, {}).problem(f"is not a TOML file: {error}") from error
    return Card(folder, values)


def read_bounded(path: Path, largest: int) -> bytes:
    """The bytes of one file of a model. UserError if it is larger, or cannot be read."""
    try:
        data = read_at_most(path, largest)
    except OSError as error:
        raise UserError(
            f"{path} cannot be read: {error.strerror}.", "A model is a folder with both its files."
        ) from error
    if len(data) > largest:
        raise UserError(f"{path} is too large for a model.", "Download the model again.")
    return data
