"""What ball nets cost a CPU, as a Markdown table: the same engine, one thread, fp32."""

import statistics
from collections.abc import Callable, Iterator
from time import process_time

import torch
from torch import Tensor, nn

from inference.ball.nets.compact import Compact, CompactConfig
from inference.ball.nets.folding import fold_norms
from inference.ball.nets.scaled import Scaled
from inference.ball.nets.tracknet import TrackNet, TrackNetConfig
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.nets.wasb import Wasb, WasbConfig
from inference.runtimes import Engine, Program, engine_names, make_engine

_ROUNDS = 3
_AT_LEAST = 40  # pictures of a round of a quick net


def _scaled(make: Callable[[], nn.Module], channels: int) -> Callable[[], nn.Module]:
    return lambda: Scaled(make(), [0.0] * channels, [1.0] * channels)


# name, net, shape of a batch of bytes, pictures that it answers for
_NETS: list[tuple[str, Callable[[], nn.Module], tuple[int, ...], int]] = [
    ("compact, fast", lambda: Compact(CompactConfig()), (2, 5, 288, 512), 10),
    ("WASB", _scaled(lambda: Wasb(WasbConfig()), 9), (1, 9, 288, 512), 3),
    ("TrackNetV2", _scaled(lambda: TrackNetV2(TrackNetV2Config()), 9), (1, 9, 288, 512), 3),
    ("TrackNet", _scaled(lambda: TrackNet(TrackNetConfig()), 9), (1, 9, 360, 640), 1),
]


def run() -> Iterator[str]:
    """CPU milliseconds of every net on every engine, and how often the compact one fits in."""
    yield "| engine | net | CPU ms a frame | times the compact net |"
    yield "|---|---|---|---|"
    for name in _engines():
        compact = 0.0
        for title, make, shape, answered in _NETS:
            torch.manual_seed(0)
            program = Program("", fold_norms(make()).requires_grad_(False))
            pictures = torch.randint(0, 256, shape, dtype=torch.uint8)
            cost = _cost(make_engine(name, program, pictures, 1), pictures, answered)
            compact = compact or cost
            yield f"| {name} | {title} | {cost:.1f} | {cost / compact:.0f} |"


def _engines() -> list[str]:
    any_net = Program("", nn.Identity())
    return [name for name in engine_names(any_net, "cpu") if name.endswith("fp32")]


def _cost(engine: Engine, pictures: Tensor, answered: int) -> float:
    """Milliseconds of CPU time a picture, the median of some rounds after one to warm up."""
    calls = -(-_AT_LEAST // answered) if answered > 3 else 1
    engine(pictures)
    rounds = []
    for _ in range(_ROUNDS):
        start = process_time()
        for _ in range(calls):
            engine(pictures)
        rounds.append((process_time() - start) / (calls * answered))
    return 1000 * statistics.median(rounds)
