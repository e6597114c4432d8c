"""The named nets: their published sizes, and the same answers as independent implementations."""

import pytest
import torch
from torch import nn

from inference.clips.nets.common import Normalization
from inference.clips.nets.efficientnet_lite0 import EfficientNetLite0, EfficientNetLite0Config
from inference.clips.nets.inception import InceptionConfig, InceptionV3
from inference.clips.nets.r2plus1d import R2Plus1D, R2Plus1DConfig, with_ball_channel
from inference.clips.nets.resnet import ResNet50, ResNetConfig
from tests.inference.clips.nets import references


def parameters(net: nn.Module) -> int:
    return sum(parameter.numel() for parameter in net.parameters())


def test_the_nets_are_as_large_as_published() -> None:
    with torch.device("meta"):
        assert parameters(ResNet50(ResNetConfig(), 1000)) == 25_557_032
        assert parameters(R2Plus1D(R2Plus1DConfig(), 400)) == 31_505_325
        assert parameters(InceptionV3()) == 21_785_568
        assert parameters(EfficientNetLite0()) == 4_652_008


def loaded(net: nn.Module) -> references.State:
    """Weights by chance under the net's own names and shapes, loaded into it."""
    state = references.random_state(references.shapes_of(net))
    net.load_state_dict(state)
    net.eval()
    return state


@torch.inference_mode()
def test_resnet_equals_a_reference() -> None:
    net = ResNet50(ResNetConfig(8), 5)
    pictures = torch.rand(2, 3, 64, 48)

    expected = references.resnet50(loaded(net), pictures)

    torch.testing.assert_close(net(pictures[:, None]), expected, rtol=1e-4, atol=1e-4)


@torch.inference_mode()
def test_resnet_averages_the_frames_of_a_clip() -> None:
    net = ResNet50(ResNetConfig(8), 5)
    loaded(net)
    clip = torch.rand(1, 3, 3, 32, 32)

    single = torch.stack([net(clip[:, index : index + 1]) for index in range(3)]).mean(0)

    torch.testing.assert_close(net(clip), single, rtol=1e-4, atol=1e-5)


@torch.inference_mode()
def test_r2plus1d_equals_a_reference() -> None:
    net = R2Plus1D(R2Plus1DConfig(16), 5)
    clips = torch.rand(1, 8, 3, 32, 40)

    expected = references.r2plus1d(loaded(net), clips)

    torch.testing.assert_close(net(clips), expected, rtol=1e-4, atol=1e-4)


@torch.inference_mode()
def test_inception_equals_a_reference() -> None:
    net = InceptionV3(InceptionConfig(8))
    pictures = torch.rand(1, 3, 96, 96)

    expected = references.Inception(loaded(net))(pictures)

    torch.testing.assert_close(net(pictures), expected, rtol=1e-4, atol=1e-4)


@torch.inference_mode()
def test_lite0_equals_a_reference() -> None:
    net = EfficientNetLite0(EfficientNetLite0Config(0.25), classes=7)
    pictures = torch.rand(2, 3, 50, 41)
    state = loaded(net)

    features = references.lite0(state, pictures)

    torch.testing.assert_close(net(pictures), features, rtol=1e-4, atol=1e-4)
    expected = features @ state["_fc.weight"].T + state["_fc.bias"]
    torch.testing.assert_close(net.logits(pictures), expected, rtol=1e-4, atol=1e-4)


def test_lite0_without_a_last_layer_has_no_logits() -> None:
    net = EfficientNetLite0(EfficientNetLite0Config(0.25), classes=0)

    with pytest.raises(ValueError, match="no last layer"):
        net.logits(torch.zeros(1, 3, 32, 32))


@torch.inference_mode()
def test_the_ball_is_a_fourth_channel_that_begins_nearly_silent() -> None:
    net = R2Plus1D(R2Plus1DConfig(4, ball=True), 3).eval()
    clips, spot = torch.rand(1, 4, 3, 16, 16), torch.zeros(1, 4, 1, 16, 16)

    assert net(torch.cat([clips, spot], 2)).shape == (1, 3)
    weight = torch.rand(2, 3, 1, 7, 7)
    torch.testing.assert_close(with_ball_channel(weight)[:, 3], weight.mean(1) * 0.1)


@torch.inference_mode()
def test_the_path_of_the_ball_may_be_told_beside_the_pictures() -> None:
    net = R2Plus1D(R2Plus1DConfig(4, path=True), 3).eval()
    nn.init.normal_(net.fc.weight)
    clips = torch.rand(1, 4, 3, 16, 16)

    told = net(clips, torch.rand(1, 4, 5))

    assert net(clips).shape == told.shape == (1, 3)
    assert not torch.equal(net(clips), told)


def test_constants_of_a_normalization_are_no_weights() -> None:
    assert not Normalization((0.5,), (0.2,)).state_dict()
