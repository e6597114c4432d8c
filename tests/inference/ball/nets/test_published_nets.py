"""The nets of others: as large as published, with the names of published weights."""

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from inference.ball.nets.fuse_batch_norm import fuse_batch_norm
from inference.ball.nets.tracknet import TrackNet, TrackNetConfig
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.nets.wasb import Wasb, WasbConfig


def original() -> TrackNet:
    return TrackNet(TrackNetConfig())


def second() -> TrackNetV2:
    return TrackNetV2(TrackNetV2Config())


def third() -> TrackNetV2:
    return TrackNetV2(TrackNetV2Config(frames=8, background=True))


def wasb() -> Wasb:
    return Wasb(WasbConfig())


NETS = [
    (original, (9, 360, 640), 1, 10.708, 183.8),
    (second, (9, 288, 512), 3, 11.330, 112.2),
    (third, (27, 288, 512), 8, 11.341, 113.8),
    (wasb, (9, 288, 512), 3, 1.481, 28.2),
]


@pytest.mark.parametrize(("make", "shape", "answers", "millions", "gmac"), NETS)
def test_nets_are_as_large_and_as_costly_as_published(
    make: type[nn.Module], shape: tuple[int, ...], answers: int, millions: float, gmac: float
) -> None:
    with torch.device("meta"), FlopCounterMode(display=False) as counter:
        net = make().eval()
        answer = net(torch.empty(1, *shape))

    assert answer.shape == (1, answers, *shape[1:])
    assert sum(p.numel() for p in net.parameters()) / 1e6 == pytest.approx(millions, abs=0.001)
    assert counter.get_total_flops() / 2e9 == pytest.approx(gmac, abs=0.1)


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (original, ["conv1.block.0.weight", "conv1.block.2.running_var", "conv18.block.0.bias"]),
        (second, ["down_block_1.conv_1.conv.weight", "bottleneck.conv_3.bn.bias"]),
        (second, ["up_block_1.conv_3.bn.weight", "up_block_3.conv_2.conv.weight"]),
        (second, ["predictor.weight", "predictor.bias"]),
        (wasb, ["conv1.weight", "layer1.0.downsample.1.bias", "transition1.0.1.weight"]),
        (wasb, ["transition1.1.0.0.weight", "transition2.2.0.0.weight"]),
        (wasb, ["transition3.3.0.1.weight", "stage2.0.branches.1.1.conv2.weight"]),
        (wasb, ["stage4.0.fuse_layers.3.0.2.1.weight", "stage4.0.fuse_layers.0.3.1.weight"]),
        (wasb, ["stage3.0.fuse_layers.2.0.0.1.weight", "final_layers.0.bias"]),
    ],
)
def test_weights_have_their_published_names(make: type[nn.Module], names: list[str]) -> None:
    with torch.device("meta"):
        known = make().state_dict()

    assert set(names) <= set(known)


def test_the_original_norms_behind_the_relu_and_ports_before_it() -> None:
    published, port = (TrackNet(TrackNetConfig(norm_first=first)) for first in (False, True))

    assert isinstance(published.get_submodule("conv1.block.2"), nn.BatchNorm2d)
    assert isinstance(port.get_submodule("conv1.block.1"), nn.BatchNorm2d)


def test_the_original_sees_the_ball_where_a_bright_level_is_likelier() -> None:
    torch.manual_seed(0)
    net = original().eval()
    x = torch.rand(1, 9, 16, 16)

    levels = net.levels(x).softmax(1)

    bright = levels[:, 128:].sum(1, keepdim=True)
    assert torch.allclose(net(x).sigmoid(), bright, atol=1e-5)


@pytest.mark.parametrize("make", [second, wasb])
def test_folding_changes_no_answer(make: type[nn.Module]) -> None:
    torch.manual_seed(0)
    net = make()
    for name, value in net.named_buffers():
        if value.is_floating_point():
            value.uniform_(0.5, 1.5) if name.endswith("var") else value.normal_(0, 0.1)
    x = torch.rand(1, 9, 16, 16)

    with torch.inference_mode():
        before = net.eval()(x)
        after = fuse_batch_norm(net)(x)

    assert torch.allclose(before, after, atol=1e-4 * float(before.abs().max()))
    assert not any(isinstance(part, nn.BatchNorm2d) for part in net.modules())


@pytest.mark.parametrize(
    ("config", "values"),
    [
        (TrackNetConfig, {"frames": 0}),
        (TrackNetV2Config, {"frames": 0}),
        (WasbConfig, {"widths": (16,)}),
    ],
)
def test_nets_without_a_shape_are_refused(config: type[WasbConfig], values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="not a possible network"):
        config(**values)  # type: ignore[arg-type]
