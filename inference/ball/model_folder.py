"""A ball model on disk: a folder with `model.toml`, its card, and `weights.safetensors`.

Such folders come from anywhere: everything in them is checked before it is used.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load

from inference.ball.models import CARD
from inference.ball.nets.compact import Compact, CompactConfig
from storage.errors import UserError

WEIGHTS = "weights.safetensors"
_LARGEST = {CARD: 1 << 16, WEIGHTS: 1 << 28}  # bytes
_MOST = {"frames": 32, "stride": 8, "widths": 1024, "blocks": 8}
_MOST_LEVELS = 6
_MOST_NUMBERS = 1 << 26  # weights of a net
_SIDES = range(64, 4097)  # pixels
_OPTIONAL = {"title", "licence", "convention", "training", "results"}  # for people


@dataclass(frozen=True, eq=False)
class BallModel:
    """A model that is ready to run."""

    name: str
    net: Compact  # on the CPU, to be run and not trained
    side: int  # pixels of the longer side of the pictures that it wants
    slope: float  # of the line from the net's log odds to those of being right
    constant: float
    weights: str  # SHA-256 of the weights


def read_model(folder: Path) -> BallModel:
    """The model in `folder`. UserError if it is damaged, or not what this program runs."""
    card = _card(folder)
    config = _config(folder, card)
    input_, scores = _table(folder, card, "input"), _table(folder, card, "scores")
    weights = _read(folder / WEIGHTS)
    return BallModel(
        name=folder.resolve().name,
        net=_net(folder, config, weights),
        side=_whole(folder, input_, "side", _SIDES),
        slope=_number(folder, scores, "slope"),
        constant=_number(folder, scores, "constant"),
        weights=hashlib.sha256(weights).hexdigest(),
    )


def _card(folder: Path) -> Mapping[str, Any]:
    try:
        card = tomllib.loads(_read(folder / CARD).decode())
    except (ValueError, RecursionError) as error:  # of the encoding, or of TOML
        raise _nonsense(folder, f"is no TOML file: {error}") from error
    known = {"task", "architecture", "config", "input", "scores"} | _OPTIONAL
    if unknown := sorted(set(card) - known):
        raise _nonsense(folder, f"says {unknown[0]!r}, which means nothing here")
    for key, wanted in (("task", "ball"), ("architecture", "compact")):
        if card.get(key) != wanted:
            raise _nonsense(folder, f"has {key} {card.get(key)!r}; this version runs {wanted!r}")
    return card


def _config(folder: Path, card: Mapping[str, Any]) -> CompactConfig:
    table = _table(folder, card, "config")
    frames, stride = (
        _whole(folder, table, key, range(1, _MOST[key] + 1)) for key in ("frames", "stride")
    )
    widths, blocks = (_list(folder, table, key) for key in ("widths", "blocks"))
    if len(widths) != len(blocks):
        raise _nonsense(folder, f"has {len(widths)} widths and {len(blocks)} blocks")
    if 9 * sum(w * w * (b + 3) for w, b in zip(widths, blocks, strict=True)) > _MOST_NUMBERS:
        raise _nonsense(folder, "describes a net too large to run")
    return CompactConfig(frames, stride, widths, blocks)


def _net(folder: Path, config: CompactConfig, weights: bytes) -> Compact:
    """The net with `weights`, each of which must be there, of its shape, and a number."""
    with torch.device("meta"):
        net = Compact(config)
    wanted = net.state_dict()
    try:
        given = load(weights)
    except (SafetensorError, ValueError, KeyError) as error:
        raise _damaged(folder, f"{error}") from error
    if wrong := sorted(set(wanted) ^ set(given)):
        what = "lacks" if wrong[0] in wanted else "holds, unknown to this net,"
        raise _damaged(folder, f"it {what} {wrong[0]}")
    for name, value in given.items():
        if value.shape != wanted[name].shape or value.dtype != wanted[name].dtype:
            raise _damaged(
                folder, f"{name} is {_kind(value)}, where {_kind(wanted[name])} is wanted"
            )
        if not torch.isfinite(value).all():
            raise _damaged(folder, f"{name} holds what is no number")
    net.load_state_dict(given, assign=True)
    return net.eval().requires_grad_(False)


def _kind(tensor: torch.Tensor) -> str:
    return f"{str(tensor.dtype).removeprefix('torch.')} {tuple(tensor.shape)}"


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST[path.name]:
            raise UserError(f"{path} is too large for a model.", "Get the model anew.")
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"{path} cannot be read: {error.strerror}.", "A model is a folder with both its files."
        ) from error


def _table(folder: Path, card: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    table = card.get(key)
    if not isinstance(table, dict):
        raise _nonsense(folder, f"has no table [{key}]")
    return table


def _whole(folder: Path, table: Mapping[str, Any], key: str, allowed: range) -> int:
    value = table.get(key)
    if type(value) is not int or value not in allowed:  # a bool is an int, but no number
        raise _nonsense(folder, f"has {key} {value!r}; {allowed[0]} to {allowed[-1]} is possible")
    return value


def _list(folder: Path, table: Mapping[str, Any], key: str) -> tuple[int, ...]:
    values = table.get(key)
    if not isinstance(values, list) or not 1 <= len(values) <= _MOST_LEVELS:
        raise _nonsense(folder, f"has {key} {values!r}; 1 to {_MOST_LEVELS} numbers are wanted")
    allowed = range(1, _MOST[key] + 1)
    return tuple(_whole(folder, {key: value}, key, allowed) for value in values)


def _number(folder: Path, table: Mapping[str, Any], key: str) -> float:
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -100 <= value <= 100:
        raise _nonsense(folder, f"has {key} {value!r}; a number from -100 to 100 is wanted")
    return float(value)


def _nonsense(folder: Path, what: str) -> UserError:
    return UserError(f"{folder / CARD} {what}.", "Mend it, or get the model anew.")


def _damaged(folder: Path, what: str) -> UserError:
    return UserError(f"{folder / WEIGHTS} is damaged: {what}.", "Get the model anew.")
