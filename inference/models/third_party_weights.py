"""Files of weights as others publish them: read without running anything in them."""

import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor

from inference.models.card import read_bounded
from storage.errors import UserError

SAFETENSORS = ".safetensors"  # how the name of a file of nothing but numbers ends
_LARGEST = 1 << 29  # bytes
_WRAPPERS = ("state_dict", "model_state_dict", "model_state", "model", "net")
_PREFIXES = ("module.", "_orig_mod.")  # of nets on several GPUs, and of compiled ones
_COUNTER = "num_batches_tracked"  # counts steps of training; older files lack it

Weights = Mapping[str, Tensor]
"""A state dict: weights under the names that their net gives them."""


def read_weights_file(path: Path) -> Weights:
    """The weights in a `.pt`, `.pth`, `.tar` or `.safetensors` file; nothing in it is run.

    UserError if it is damaged, or holds anything but weights.
    """
    inner = _contents(path)
    while isinstance(inner, Mapping) and (key := next((k for k in _WRAPPERS if k in inner), None)):
        inner = inner[key]
    if not isinstance(inner, Mapping) or not inner:
        raise _unusable(path, "has no state dict")
    if not all(isinstance(key, str) and _is_dense(value) for key, value in inner.items()):
        raise _unusable(path, "contains other things than tensors of numbers")
    weights = dict(inner)
    for prefix in _PREFIXES * 2:
        if all(key.startswith(prefix) for key in weights):
            weights = {key.removeprefix(prefix): value for key, value in weights.items()}
    return weights


def as_stored(weights: Weights, expected: Weights) -> dict[str, Tensor]:
    """`weights` as a net that has the `expected` ones stores them: contiguous, in fp32.

    Counters of training steps that older files lack are 0. A tensor of another size than expected
    is left as it is: it may claim to be as large as it likes.
    """
    counters = {
        key: torch.zeros((), dtype=torch.long) for key in expected if key.endswith(_COUNTER)
    }
    return counters | {
        key: _plain(value) if key in expected and value.shape == expected[key].shape else value
        for key, value in weights.items()
    }


def unknown_weights(path: Path, weights: Weights, nets: Sequence[str]) -> UserError:
    """The error for weights of none of the `nets`."""
    return UserError(
        f"{path} contains weights of an unknown network: {min(weights)}, …", readable_nets(nets)
    )


def readable_nets(nets: Sequence[str]) -> str:
    """The advice that names the `nets` whose weights can be read."""
    return f"Touchline reads weights of {', '.join(nets[:-1])} and {nets[-1]}."


def _contents(path: Path) -> Any:
    data = read_bounded(path, _LARGEST)
    if path.suffix == SAFETENSORS:
        try:
            return load(data)
        except (SafetensorError, ValueError, KeyError) as error:
            raise _damaged(path) from error
    file = io.BytesIO(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what it then refuses, or reads
            return torch.load(file, map_location="cpu", weights_only=True)
    except UnpicklingError as error:
        raise UserError(
            f"{path} contains more than weights, or is damaged. Nothing in it was run.",
            "Save only the state dict of the network, or download the file again.",
        ) from error
    except (RuntimeError, EOFError, ValueError, KeyError, OSError, AttributeError) as error:
        raise _damaged(path) from error


def _is_dense(value: object) -> bool:
    return (
        isinstance(value, Tensor)
        and value.layout is torch.strided
        and value.device.type == "cpu"
        and not value.is_quantized
    )


def _plain(value: Tensor) -> Tensor:
    """The tensor with its numbers side by side, fractions in the usual precision."""
    value = value.detach()
    return (value.float() if value.is_floating_point() else value).contiguous()


def _damaged(path: Path) -> UserError:
    return UserError(f"{path} is damaged.", "Download the file again.")


def _unusable(path: Path, what: str) -> UserError:
    return UserError(f"{path} {what}.", "Save the state dict of the network as a file.")
