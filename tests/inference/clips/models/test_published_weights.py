"""Weights under published names are recognised, checked, and become models."""

from pathlib import Path

import pytest
import torch
from torch import nn

from inference.clips.models import published_weights
from inference.clips.models.architectures import PRESETS, R2PLUS1D, make_net
from inference.clips.models.clip_model import read_clip_model
from inference.clips.models.published_weights import installed_lite0, load_into, published_net
from inference.clips.nets.efficientnet_lite0 import EfficientNetLite0
from inference.clips.nets.inception import InceptionConfig, InceptionV3
from inference.clips.nets.r2plus1d import R2Plus1D, R2Plus1DConfig
from inference.clips.nets.resnet import ResNet50, ResNetConfig
from inference.clips.nets.trunk_classifier import INCEPTION, LITE0
from inference.clips.task import ClipsTask
from inference.models.third_party_weights import Weights
from storage.errors import UserError
from tests.inference.clips.nets.references import random_state, shapes_of


def published(net: nn.Module, **more: tuple[int, ...]) -> Weights:
    return random_state({**shapes_of(net), **more})


@pytest.mark.parametrize(
    "net",
    [ResNet50(ResNetConfig(4), 5), R2Plus1D(R2Plus1DConfig(4), 5)],
    ids=["resnet", "r2plus1d"],
)
def test_a_published_classifier_becomes_a_model(net: nn.Module, tmp_path: Path) -> None:
    weights = published(net)

    assert ClipsTask().convert_weights(Path("w.pt"), weights, tmp_path / "model")

    model = read_clip_model(tmp_path / "model")
    assert model.classes == tuple(f"class {index}" for index in range(5))
    torch.testing.assert_close(model.net.state_dict()["fc.weight"], weights["fc.weight"])


@torch.inference_mode()
def test_a_published_trunk_becomes_a_classifier_of_pictures() -> None:
    weights = published(EfficientNetLite0(classes=4))
    found = published_net(Path("w.pt"), weights)
    whole = EfficientNetLite0(classes=4).eval()
    whole.load_state_dict(weights)
    pictures = torch.rand(1, 3, 32, 32)

    assert found is not None
    expected = whole.logits(pictures)

    torch.testing.assert_close(found.net(pictures[:, None]), expected, rtol=1e-4, atol=1e-4)


def test_the_helper_of_inception_in_training_is_left_out(tmp_path: Path) -> None:
    small = InceptionV3(InceptionConfig(8))
    path = tmp_path / "inception.pth"
    shapes = {"AuxLogits.fc.weight": (3, 3), "fc.weight": (4, 256), "fc.bias": (4,)}
    torch.save(dict(published(small, **shapes)), path)
    preset = PRESETS["inception-lstm"]
    config = {**preset.config, "divisor": 8, "inputs": 256, "width": 4}
    net = make_net(preset.architecture, config, 2)

    load_into(net, path, INCEPTION)

    assert "AuxLogits.fc.weight" not in net.state_dict()


def test_the_first_weights_of_a_ball_are_made_of_those_of_the_colours(tmp_path: Path) -> None:
    path = tmp_path / "kinetics.pth"
    weights = published(R2Plus1D(R2Plus1DConfig(4), 400))
    torch.save(dict(weights), path)
    net = R2Plus1D(R2Plus1DConfig(4, ball=True, path=True), 2)

    load_into(net, path, R2PLUS1D)

    first = net.state_dict()["stem.0.weight"]
    torch.testing.assert_close(first[:, :3], weights["stem.0.weight"])
    torch.testing.assert_close(first[:, 3], weights["stem.0.weight"].mean(1) * 0.1)


def test_weights_of_another_net_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.pth"
    torch.save(dict(published(ResNet50(ResNetConfig(4), 5))), path)

    with pytest.raises(UserError, match="are not those of efficientnet-lite0"):
        load_into(EfficientNetLite0(), path, LITE0)


def test_damaged_weights_are_told_by_name(tmp_path: Path) -> None:
    weights = dict(published(ResNet50(ResNetConfig(4), 5)))
    del weights["layer1.0.conv2.weight"]

    with pytest.raises(UserError, match=r"lacks layer1\.0\.conv2\.weight"):
        published_net(Path("w.pt"), weights)


def test_weights_that_are_not_known_here_are_left_to_other_tasks(tmp_path: Path) -> None:
    assert not ClipsTask().convert_weights(Path("w.pt"), {"a": torch.zeros(1)}, tmp_path / "model")


def test_weights_that_are_not_installed_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published_weights, "_PACKAGE", "no_such_package_of_weights")

    with pytest.raises(UserError, match="are not installed") as refused:
        installed_lite0()

    assert "touchline[clips]" in refused.value.advice
