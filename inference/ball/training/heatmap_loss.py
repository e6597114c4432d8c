"""Heat-map targets, and their loss."""

import math
from typing import Literal

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid

HeatmapShape = Literal["disk", "gaussian"]

RADIUS = 2.5  # pixels, as published for pictures of 512 x 288
_DRAWN = 0.1  # of its height: where a ball is drawn at all
_HALF = math.sqrt(2 * math.log(2))  # deviations from its middle, a Gaussian has half its height


def heatmap_targets(
    points: Tensor, size: tuple[int, int], shape: HeatmapShape = "disk", radius: float = RADIUS
) -> Tensor:
    """Maps (B, N, *size) of balls at `points` (B, N, 2) in pixels, NaN for no ball.

    A disk is 1 up to `radius` pixels from the ball and 0 elsewhere; a Gaussian is 1 at the ball
    and has half its height there.
    """
    height, width = (torch.arange(n, device=points.device) for n in size)
    dx = (width - points[..., :1]).unsqueeze(-2)  # (B, N, 1, W)
    dy = (height - points[..., 1:]).unsqueeze(-1)  # (B, N, H, 1)
    far = dx**2 + dy**2  # pixels squared
    if shape == "disk":
        return (far <= radius**2).float()  # NaN is not
    return torch.exp(-far * (_HALF / radius) ** 2 / 2).nan_to_num(0.0)


def heatmap_loss(logit: Tensor, maps: Tensor, weight: Tensor) -> Tensor:
    """Weighted focal loss of `logit` (B, N, H, W) towards `maps`, the mean of all pixels.

    The entropy of a pixel counts (1 - p)² where the ball is and p² elsewhere, as in TrackNetV2's
    recipe; pictures of `weight` (B, N) 0 cost nothing. Below 0 the point is one where the ball
    is not, and nothing else counts.
    """
    logit = logit.float()
    probability = logit.sigmoid()
    negative = (weight < 0)[..., None, None]
    counted = torch.where(negative, (maps > _DRAWN).float(), 1.0)
    maps = maps.masked_fill(negative, 0.0)
    weight = weight.abs()
    ball = maps * (1 - probability) ** 2 * logsigmoid(logit)
    none = (1 - maps) * probability**2 * logsigmoid(-logit)
    pictures = -((ball + none) * counted).mean((-2, -1)) * weight  # (B, N)
    return pictures.sum() / weight.sum().clamp(min=1)
