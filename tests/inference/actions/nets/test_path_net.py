"""The net that reads a path."""

import numpy as np
import pytest
import torch

from inference.actions.data.features import CHANNELS
from inference.actions.data.windows import OUTPUTS
from inference.actions.nets.path_net import PathNet, PathNetConfig


@pytest.mark.parametrize("recurrent", [0, 8])
@pytest.mark.parametrize("length", [1, 7, 64])
def test_every_moment_gets_its_logits(recurrent: int, length: int) -> None:
    net = PathNet(PathNetConfig(width=8, recurrent=recurrent))

    assert net(torch.zeros(2, length, CHANNELS)).shape == (2, length, OUTPUTS)


def test_an_untrained_net_expects_few_events() -> None:
    net = PathNet(PathNetConfig()).eval()

    assert torch.sigmoid(net(torch.zeros(1, 50, CHANNELS)))[..., :2].max() < 0.1


def test_channels_are_standardised_by_the_training_data() -> None:
    net = PathNet(PathNetConfig())
    inputs = np.random.default_rng(0).normal(3, 2, (1000, CHANNELS)).astype(np.float32)

    net.standardise(inputs)

    assert np.allclose(net.mean.numpy(), 3, atol=0.3)
    assert np.allclose(net.deviation.numpy(), 2, atol=0.2)
