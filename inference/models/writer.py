"""Writes a model as a folder: its card and its weights, whole or not at all."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import nn

from inference.models.locations import CARD, WEIGHTS
from storage.files import folder_written_beside

Table = Mapping[str, Any]
"""Values by key: words, numbers, flags, lists of these, tables, and lists of tables."""


def write_model(folder: Path, card: Table, net: nn.Module) -> None:
    """Write `net` and its `card` as the new model folder `folder`.

    UserError if the folder is there already and not empty, or the disk refuses: then it is as it
    was.
    """
    state = {name: value.detach().cpu().contiguous() for name, value in net.state_dict().items()}
    if bad := [name for name, value in state.items() if not torch.isfinite(value).all()]:
        raise ValueError(f"{bad[0]} of the net to be written contains NaN or infinity")
    with folder_written_beside(folder) as part:
        (part / CARD).write_text(toml(card), encoding="utf-8")
        (part / WEIGHTS).write_bytes(save(state))


def toml(table: Table) -> str:
    """`table` as a TOML document: plain values first, then tables, then lists of tables."""
    lines = [f"{key} = {_value(value)}" for key, value in table.items() if not _is_table(value)]
    for key, value in table.items():
        if isinstance(value, Mapping):
            lines += ["", f"[{key}]", *(f"{k} = {_value(v)}" for k, v in value.items())]
        elif _is_table(value):
            for row in value:
                lines += ["", f"[[{key}]]", *(f"{k} = {_value(v)}" for k, v in row.items())]
    return "\n".join(lines) + "\n"


def _is_table(value: object) -> bool:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return len(value) > 0 and isinstance(value[0], Mapping)
    return isinstance(value, Mapping)


def _value(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, str | bool | int):
        # words of TOML are words of JSON, but for one character that must not stand as it is
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, float):
        return repr(value)
    raise TypeError(f"a card cannot hold a {type(value).__name__}")
