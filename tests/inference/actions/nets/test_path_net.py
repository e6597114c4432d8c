"""The net that reads a path."""

import numpy as np
import pytest
import torch

from inference.actions.data.features import CHANNELS
from inference.actions.data.windows import OUTPUTS
from inference.actions.decoding.grammar import HIT, SERVE, learn_grammar
from inference.actions.nets.path_config import PathNetConfig
from inference.actions.nets.path_net import PathNet


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


def test_a_net_keeps_the_grammar_of_each_sport() -> None:
    net = PathNet(PathNetConfig(width=8, recurrent=0))
    learned = learn_grammar("badminton", [[(0.0, SERVE), (3.0, HIT)]] * 99)

    net.learn_grammar("badminton", learned)
    copy = PathNet(net.config)
    copy.load_state_dict(net.state_dict())

    assert np.allclose(copy.grammar("badminton").time, learned.time, atol=1e-5)
    assert np.allclose(copy.grammar("tennis").follow, learn_grammar("tennis").follow, atol=1e-5)
