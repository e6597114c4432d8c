import torch
from torch import nn

from inference.ball.nets.initialization import init_rare_prior


def test_what_has_learned_nothing_says_one_percent() -> None:
    last = nn.Conv2d(4, 6, 1)

    init_rare_prior(last, 2)

    assert last.bias is not None
    assert torch.allclose(last.bias.sigmoid(), torch.tensor([0.01] * 2 + [0.5] * 4), atol=1e-3)
