"""What ball nets cost a CPU, as a Markdown table: the same engine, one thread, fp32."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import torch
from torch import Tensor

from inference.ball.detection.net_detector import example_pictures
from inference.ball.models.folder import read_model
from inference.ball.nets.fuse_batch_norm import fuse_batch_norm
from inference.ball.nets.normalization import NormalizedInput
from inference.ball.nets.tracknet import TrackNet, TrackNetConfig
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.nets.wasb import Wasb, WasbConfig
from inference.models.locations import DEFAULT, model_folder
from inference.runtime.backends import Program, engine_names, make_engine

_ROUNDS = 3
_AT_LEAST = 40  # pictures of a round of a quick net
_REFERENCE = "TrackNetV2"


@dataclass(frozen=True)
class _Net:
    """A net, and a batch of bytes for it."""

    title: str
    program: Program
    pictures: Tensor  # (B, C, H, W)
    answered: int  # pictures of the batch that it answers for


def run() -> Iterator[str]:
    """CPU milliseconds of every net on every engine, and what part of TrackNetV2's they are."""
    nets = [_shipped(), *_others()]
    yield "| engine | net | CPU ms a frame | TrackNetV2 costs as much, times |"
    yield "|---|---|---:|---:|"
    for name in _engines(nets[0].program):
        costs = {net.title: _cost(name, net) for net in nets}
        for title, cost in costs.items():
            yield f"| {name} | {title} | {cost:.2f} | {costs[_REFERENCE] / cost:.1f} |"


def _shipped() -> _Net:
    """The default model with its own weights, for broadcast video."""
    model = read_model(model_folder(DEFAULT, Path()))
    input_spec = model.input_spec
    pictures = example_pictures(
        input_spec, input_spec.padded_size(*input_spec.scaled_size(1280, 720))
    )
    answered = input_spec.batch * len(input_spec.answered)
    return _Net(f"{DEFAULT}, the default", model.program(), pictures, answered)


def _others() -> Iterator[_Net]:
    """Nets of others, with weights by chance: their cost does not depend on them."""
    torch.manual_seed(0)
    made = [
        ("WASB", Wasb(WasbConfig()), (9, 288, 512), 3),
        (_REFERENCE, TrackNetV2(TrackNetV2Config()), (9, 288, 512), 3),
        ("TrackNet", TrackNet(TrackNetConfig()), (9, 360, 640), 1),
    ]
    for title, net, shape, answered in made:
        takes_bytes = NormalizedInput(fuse_batch_norm(net), [0.0] * shape[0], [1.0] * shape[0])
        program = Program("", takes_bytes.requires_grad_(False))
        yield _Net(title, program, torch.randint(0, 256, (1, *shape), dtype=torch.uint8), answered)


def _engines(program: Program) -> list[str]:
    return [name for name in engine_names(program, "cpu") if name.endswith("fp32")]


def _cost(name: str, net: _Net) -> float:
    """Milliseconds of CPU time a picture, the median of some rounds after one to warm up."""
    engine = make_engine(name, net.program, net.pictures, 1)
    calls = -(-_AT_LEAST // net.answered) if net.answered > 3 else 1
    engine(net.pictures)
    rounds = []
    for _ in range(_ROUNDS):
        start = process_time()
        for _ in range(calls):
            engine(net.pictures)
        rounds.append((process_time() - start) / (calls * net.answered))
    return 1000 * statistics.median(rounds)
