"""What nets that have learned nothing begin with."""

import torch
from torch import nn

PRIOR_LOGIT = -4.6  # of 1 %: how often a place is taken for the ball before any training


def init_rare_prior(head: nn.Conv2d, channels: int | None = None) -> None:
    """Let the first `channels` channels of the last convolution, all by default, say 1 % at first.

    Nets that start at even odds spend their first hundred steps on learning that balls are rare.
    """
    assert head.bias is not None
    with torch.no_grad():
        head.bias.zero_()
        head.bias[:channels] = PRIOR_LOGIT
