"""What nets that have learned nothing begin with."""

import torch
from torch import nn

RARE = -4.6  # logit of 1 %: how often a place is taken for the ball before anything is learned


def init_rare_prior(last: nn.Conv2d, answers: int | None = None) -> None:
    """Let the first `answers` channels of the last convolution, all by default, say 1 % at first.

    Nets that start at even odds spend their first hundred steps on learning that balls are rare.
    """
    assert last.bias is not None
    with torch.no_grad():
        last.bias.zero_()
        last.bias[:answers] = RARE
