from pathlib import Path

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from inference.ball.data.sampling import crop_size
from inference.ball.models.architectures import ARCHITECTURES
from inference.ball.training.presets import PRESETS
from inference.models.card import Card


@pytest.mark.parametrize(
    ("name", "shape", "millions", "gmac"),
    [
        ("fast", (288, 512), 0.83, 2.76),
        ("balanced", (432, 768), 0.83, 4.45),
        ("accurate", (720, 1280), 1.62, 21.52),
        ("tracknetv2", (288, 512), 11.33, 111.7),
    ],
)
def test_presets_cost_what_they_promise(
    name: str, shape: tuple[int, int], millions: float, gmac: float
) -> None:
    kind, config = ARCHITECTURES[PRESETS[name].architecture], PRESETS[name].config
    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        net = kind.make(config).eval()
        kind.for_bytes(net)(torch.empty(1, config.channels, *shape, dtype=torch.uint8))

    assert sum(p.numel() for p in net.parameters()) / 1e6 == pytest.approx(millions, abs=0.01)
    assert counter.get_total_flops() / 2e9 == pytest.approx(gmac, abs=0.05)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_learns_from_samples_of_half_the_picture(name: str) -> None:
    size, kind = PRESETS[name], ARCHITECTURES[PRESETS[name].architecture]
    input_spec = kind.input_spec(size.config, Card(Path(), dict(size.input)))
    width, height = crop_size(input_spec)
    with torch.device("meta"):
        net = kind.for_bytes(kind.make(size.config))
        answer = net(torch.empty(1, input_spec.channels, height, width, dtype=torch.uint8))

    assert width == input_spec.width // 2
    assert answer.shape[-1] * height == answer.shape[-2] * width
