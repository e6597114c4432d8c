"""Ball models of others in ONNX's format: a folder whose card says how to speak to them."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import onnx
import torch
from google.protobuf.message import DecodeError
from torch import Tensor

from inference.ball.nets.input_spec import Channels, Grid, InputSpec
from inference.models.card import Card, read_bounded
from inference.models.locations import ONNX
from storage.errors import UserError

_LARGEST = 1 << 29  # bytes
_MOST_FRAMES = 32
_SIDES = range(16, 4097)  # pixels
_BYTE, _FLOAT = onnx.TensorProto.UINT8, onnx.TensorProto.FLOAT
_ALLOWED = {"", "ai.onnx", "ai.onnx.ml"}  # whose operations are known: no libraries of others
_INPUT = {"frames", "width", "height", "colour", "order", "divisor", "mean", "deviation"}
_OUTPUT = {"kind", "answers", "values", "offsets", "grouping"}


@dataclass(frozen=True, eq=False)
class OnnxNet:
    """A model in ONNX's format, and how it wants its numbers."""

    model: bytes
    floats: bool  # wants numbers, not bytes
    divisor: float
    mean: Tensor  # (C, 1, 1), of numbers after division
    deviation: Tensor

    def preprocess(self, pictures: Tensor) -> Tensor:
        """What the model wants instead of `pictures` (B, C, H, W), bytes."""
        if not self.floats:
            return pictures
        return (pictures.float() / self.divisor - self.mean) / self.deviation


def read_onnx(folder: Path, card: Card) -> tuple[OnnxNet, InputSpec, bytes]:
    """The only .onnx file in `folder`: as a net, how to speak to it, and all its numbers as bytes.

    UserError if it is damaged, not as the card says, or wants anything outside itself.
    """
    files = sorted(folder.glob(f"*.{ONNX}"))
    if len(files) != 1:
        raise UserError(
            f"{folder} has {len(files)} .onnx files.", "A model folder has exactly one."
        )
    data = read_bounded(files[0], _LARGEST)
    input_spec = _input_spec(card.table("input"), card.table("output"))
    entry = _checked(files[0], data)
    batch = _fits(files[0], entry, input_spec)
    if batch:
        input_spec = replace(input_spec, batch=batch, whole_batches=True)
    input_ = card.table("input")
    net = OnnxNet(
        data,
        entry.elem_type == _FLOAT,
        input_.number("divisor", 1e-3, 1e5) if "divisor" in input_.values else 255.0,
        _channels(input_, "mean", 0.0, input_spec),
        _channels(input_, "deviation", 1.0, input_spec),
    )
    # another scaling makes another model of the same file
    scaling = (net.divisor, net.mean.tolist(), net.deviation.tolist())
    return net, input_spec, data + repr(scaling).encode()


def _input_spec(input_: Card, output: Card) -> InputSpec:
    input_.only(_INPUT)
    output.only(_OUTPUT)
    frames = input_.whole("frames", range(1, _MOST_FRAMES + 1))
    answered = {
        "all": tuple(range(frames)),
        "middle": (frames // 2,),
        "newest": (frames - 1,),
    }[output.word("answers", ["all", "middle", "newest"], "all")]
    grid = None
    if output.word("kind", ["maps", "grid"]) == "grid":
        grid = Grid(
            corner=output.word("offsets", ["centre", "corner"], "centre") == "corner",
            by_frame=output.word("grouping", ["kinds", "frames"], "kinds") == "frames",
        )
    return InputSpec(
        frames=frames,
        answered=answered,
        width=input_.whole("width", _SIDES),
        height=input_.whole("height", _SIDES),
        multiple=None,
        colour=Channels(input_.word("colour", list(Channels))),
        newest_first=input_.word("order", ["oldest", "newest"], "oldest") == "newest",
        grid=grid,
        logits=output.word("values", ["logits", "probabilities"], "probabilities") == "logits",
    )


def _checked(path: Path, data: bytes) -> Any:
    """The type of the only input; UserError if the file is not a model, or needs other files."""
    try:
        model = onnx.load_model_from_string(data)
    except (DecodeError, ValueError) as error:
        raise _damaged(path, "it is not an ONNX model") from error
    domains, tensors = _contents(model)
    if strange := sorted(domains - _ALLOWED):
        raise _damaged(path, f"it uses operations of {strange[0]}")
    if any(map(onnx.external_data_helper.uses_external_data, tensors)):
        raise _damaged(path, "it keeps weights in other files")
    try:
        onnx.checker.check_model(model)
    except onnx.checker.ValidationError as error:
        raise _damaged(path, str(error).strip().splitlines()[0]) from error
    held = {weight.name for weight in model.graph.initializer}
    entries = [entry for entry in model.graph.input if entry.name not in held]
    if len(entries) != 1:
        raise _damaged(path, f"it has {len(entries)} inputs instead of one")
    return entries[0].type.tensor_type


def _contents(model: onnx.ModelProto) -> tuple[set[str], list[onnx.TensorProto]]:
    """Whose operations a model wants, and all its tensors: of graphs within graphs as well."""
    domains = {opset.domain for opset in model.opset_import}
    tensors: list[onnx.TensorProto] = []
    todo: list[Any] = [model.graph, *model.functions]
    while todo:
        part = todo.pop()
        tensors += getattr(part, "initializer", [])
        for node in part.node:
            domains.add(node.domain)
            for attribute in node.attribute:
                tensors += [attribute.t, *attribute.tensors]
                todo += [attribute.g, *attribute.graphs]
    return domains, tensors


def _fits(path: Path, entry: Any, input_spec: InputSpec) -> int:
    """How many windows the model takes at once, 0 for any number. UserError if it is another."""
    sizes = [size.dim_value for size in entry.shape.dim]  # 0 where any size is taken
    wanted = [input_spec.channels, input_spec.height, input_spec.width]
    if entry.elem_type not in (_BYTE, _FLOAT):
        raise _damaged(path, "it takes neither bytes nor floats")
    if len(sizes) != 4 or any(a not in (0, b) for a, b in zip(sizes[1:], wanted, strict=True)):
        raise _damaged(path, f"it takes {sizes}, where the card says [0, {str(wanted)[1:]}")
    return int(sizes[0])


def _channels(card: Card, key: str, default: float, input_spec: InputSpec) -> Tensor:
    """Numbers of one picture, one for all channels or one each, as those of all pictures."""
    channels = 1 if input_spec.colour is Channels.GREY else 3
    least = 1e-6 if key == "deviation" else -1e5
    values = card.numbers(key, least, 1e5, channels) if key in card.values else (default,)
    if len(values) not in (1, channels):
        raise card.problem(f"has {len(values)} numbers as {key}; allowed: 1 or {channels}")
    one = torch.tensor(values).expand(channels)
    return one.repeat(input_spec.frames)[:, None, None]


def _damaged(path: Path, what: str) -> UserError:
    return UserError(
        f"{path} cannot be used: {what}.", "Download the model again, or fix its card."
    )
