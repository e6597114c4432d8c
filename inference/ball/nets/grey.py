"""Nets that were made for colours, as nets for grey pictures: same answers where all is grey.

So that weights which others trained on colours can go on learning, from windows that are grey.
"""

from dataclasses import replace

import torch
from torch import Tensor, nn

from inference.ball.nets.normalization import GREY, IMAGENET
from inference.ball.nets.tracknet import TrackNet
from inference.ball.nets.tracknetv2 import TrackNetV2
from inference.ball.nets.wasb import Wasb

_FIRST = {
    TrackNet: "conv1.block.0.weight",
    TrackNetV2: "down_block_1.conv_1.conv.weight",
    Wasb: "conv1.weight",
}


def for_grey(net: nn.Module) -> nn.Module:
    """A net for grey pictures that says of them what `net` says of them with three equal colours.

    A WASB net may say something else at the edge of a picture: its colours are scaled one by one,
    so that beyond the edge there is another grey. A net for grey pictures is returned as it is.
    ValueError if it is of another kind.
    """
    if not isinstance(net, TrackNet | TrackNetV2 | Wasb):
        raise ValueError(f"a {type(net).__name__} sees no colours")
    if net.config.grey:
        return net
    with torch.device("meta"):
        grey = type(net)(replace(net.config, grey=True))  # type: ignore[arg-type]
    weights = {name: value.detach().clone() for name, value in net.state_dict().items()}
    first = _FIRST[type(net)]
    colours = weights[first].unflatten(1, (-1, 3))  # (w, N, 3, 3, 3)
    if isinstance(net, Wasb):
        colours, shift = _rescaled(colours)
        weights["bn1.running_mean"] += shift
    weights[first] = colours.sum(2)
    grey.load_state_dict(weights, assign=True)
    return grey.train(net.training)


def _rescaled(colours: Tensor) -> tuple[Tensor, Tensor]:
    """Weights (w, N, 3, h, w) for pictures scaled as grey ones, and how much less (w,) they say."""
    mean, deviation = (torch.tensor(values)[:, None, None] for values in IMAGENET)
    (grey_mean,), (grey_deviation,) = GREY
    shift = colours * (mean - grey_mean) / deviation
    return colours * grey_deviation / deviation, shift.sum((1, 2, 3, 4))
