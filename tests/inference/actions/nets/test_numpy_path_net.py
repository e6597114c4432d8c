"""The net without PyTorch says what PyTorch says."""

import numpy as np
import pytest
import torch

from inference.actions.data.features import CHANNELS
from inference.actions.event_model import read_event_model
from inference.actions.nets.numpy_path_net import NumpyPathNet, sigmoid, weight_shapes
from inference.actions.nets.path_config import PathNetConfig
from inference.actions.nets.path_net import PathNet, torch_net
from inference.models.locations import EVENTS_DEFAULT, shipped_models

CONFIGS = (
    PathNetConfig(width=8, recurrent=6),
    PathNetConfig(width=12, recurrent=0, dilations=(1, 2, 4, 8, 16)),
)


def shipped() -> NumpyPathNet:
    return read_event_model(shipped_models() / EVENTS_DEFAULT).net


def difference(net: PathNet, length: int) -> float:
    inputs = np.random.default_rng(0).normal(0, 1, (3, length, CHANNELS)).astype(np.float32)
    with torch.inference_mode():
        expected = torch.sigmoid(net.eval()(torch.from_numpy(inputs))).numpy()
    return float(np.abs(sigmoid(net.numpy_net()(inputs)) - expected).max())


@pytest.mark.parametrize("length", [1, 7, 300])
@pytest.mark.parametrize("config", CONFIGS)
def test_answers_equal_those_of_pytorch(config: PathNetConfig, length: int) -> None:
    torch.manual_seed(1)

    assert difference(PathNet(config), length) < 1e-5


def test_the_shipped_net_answers_as_in_pytorch() -> None:
    assert difference(torch_net(shipped()), 500) < 1e-5


@pytest.mark.parametrize("config", CONFIGS)
def test_the_shapes_of_weights_follow_from_the_config(config: PathNetConfig) -> None:
    state = PathNet(config).state_dict()

    assert weight_shapes(config) == {name: tuple(value.shape) for name, value in state.items()}


def test_a_net_goes_to_pytorch_and_back_unchanged() -> None:
    net = shipped()

    again = torch_net(net).numpy_net()

    assert all((again.weights[name] == value).all() for name, value in net.weights.items())
    assert np.allclose(again.grammar("tennis").time, net.grammar("tennis").time)


def test_great_logits_are_certain_and_no_warning() -> None:
    assert sigmoid(np.array([-900.0, 0, 900], np.float32)).tolist() == [0, 0.5, 1]
