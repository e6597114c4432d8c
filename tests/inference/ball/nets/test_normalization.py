import torch
from torch import nn

from inference.ball.nets.normalization import NormalizedInput


def test_bytes_become_what_a_net_was_trained_on() -> None:
    net = NormalizedInput(nn.Identity(), [0.0, 0.5], [1.0, 0.25])
    white = torch.full((1, 2, 1, 1), 255, dtype=torch.uint8)

    assert net(white).flatten().tolist() == [1.0, 2.0]
