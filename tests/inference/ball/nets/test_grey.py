from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from inference.ball.models.architectures import kind_of
from inference.ball.models.folder import read_model
from inference.ball.nets.grey import for_grey
from inference.ball.nets.input_spec import Channels
from inference.ball.nets.predictor import predict_candidates
from inference.ball.nets.tracknet import TrackNet, TrackNetConfig
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.nets.wasb import Wasb, WasbConfig
from tests.inference.ball.nets.tiny import write_model
from tests.inference.ball.training.samples import dotted


def first_layer(net: nn.Module, pictures: torch.Tensor) -> torch.Tensor:
    """What the first convolution and its norm make of bytes: all that colours go through."""
    scaled = kind_of(net).for_bytes(net).eval()
    found = []
    last = {TrackNet: "conv1", TrackNetV2: "down_block_1.conv_1", Wasb: "bn1"}[type(net)]
    handle = net.get_submodule(last).register_forward_hook(lambda *told: found.append(told[-1]))
    with torch.inference_mode():
        scaled(pictures)
    handle.remove()
    return found[0]  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    "make",
    [
        lambda: TrackNet(TrackNetConfig()),
        lambda: TrackNetV2(TrackNetV2Config(background=True)),
        lambda: Wasb(WasbConfig()),
    ],
)
def test_a_net_for_colours_says_the_same_of_grey_pictures_as_one_for_grey(
    make: type[nn.Module],
) -> None:
    torch.manual_seed(0)
    net = make()
    pictures = torch.randint(0, 256, (1, 4 if isinstance(net, TrackNetV2) else 3, 16, 16)).byte()

    grey = for_grey(net)

    of_colours = first_layer(net, pictures.repeat_interleave(3, dim=1))
    inside = (..., slice(1, -1), slice(1, -1))
    assert torch.allclose(first_layer(grey, pictures)[inside], of_colours[inside], atol=1e-4)


def test_a_net_for_grey_pictures_stays_as_it_is() -> None:
    with torch.device("meta"):
        net = Wasb(WasbConfig(grey=True))

    assert for_grey(net) is net


def test_a_net_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="a Linear sees no colours"):
        for_grey(nn.Linear(1, 1))


def test_a_model_for_grey_pictures_runs_as_any_other(tmp_path: Path) -> None:
    torch.manual_seed(0)
    shape = "[config]\nframes = 3\ngrey = true\n\n[input]\nwidth = 64\nheight = 64\n"
    card = f'task = "ball"\narchitecture = "tracknetv2"\n\n{shape}\n[scores]\nslope = 1.0\n'
    net = TrackNetV2(TrackNetV2Config(3, grey=True))
    model = read_model(write_model(tmp_path / "v2", net, f"{card}constant = 0.0\n"))
    pictures = dotted(np.linspace((10, 10), (50, 30), 7), 64, 64)

    module = model.program().module
    assert module is not None
    found = predict_candidates(module, model.input_spec, pictures)

    assert len(found) == 7
    assert model.input_spec.colour is Channels.GREY
