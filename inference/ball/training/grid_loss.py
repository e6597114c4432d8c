"""Grid targets, and their loss: penalty-reduced focal loss and the distance of the offsets."""

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, l1_loss, logsigmoid

_SIGMA = 1.1  # cells: width of the bump around the ball
_REACH = 5.0  # cells from the ball beyond which there is no bump
_NEAR = 0.45  # height of the bump above which a cell must know the way to the ball
_OFFSETS = 0.5  # weight of the offsets beside that of the heat
_VISIBILITY = 0.1  # and of the visibility: where the ball is matters more than whether it is hidden


def grid_targets(points: Tensor, shape: tuple[int, int], stride: int) -> tuple[Tensor, Tensor]:
    """Heat and offsets for a ball at `points` (B, N, 2) in pixels, NaN for no ball.

    Returns heat (B, N, *shape) from 0 to 1, exactly 1 in one cell where there is a ball inside,
    and offsets (B, 2, N, *shape), x and y, from the centre of each cell to the ball, in cells.
    """
    # pixel centres are whole numbers: the first cell's centre lies half a cell less half a pixel in
    cells = (points - (stride - 1) / 2) / stride
    axes = (torch.arange(n, device=points.device) for n in reversed(shape))
    dx, dy = (cells[..., i, None] - axis for i, axis in enumerate(axes))  # (B, N, W), (B, N, H)
    bump_x, bump_y = (_bump(distance) for distance in (dx, dy))
    heat = bump_y[..., :, None] * bump_x[..., None, :]
    peak = (_nearest(dy)[..., :, None] & _nearest(dx)[..., None, :]).to(heat)
    heat = torch.maximum(heat, peak)
    offsets = torch.stack(
        [dx[..., None, :].expand_as(heat), dy[..., :, None].expand_as(heat)], dim=1
    )
    return heat, offsets.nan_to_num(0.0)


def grid_loss(output: Tensor, points: Tensor, weight: Tensor, stride: int) -> Tensor:
    """Loss of `output` (B, 3, N, h, w): penalty-reduced focal loss and distance of the offsets.

    `points` (B, N, 2) are pixels, NaN for no ball; pictures of `weight` (B, N) 0 cost nothing, and
    those of less than 1 have a ball that is hidden. Below 0 the point is one where the ball is not,
    and nothing else counts. Outputs (B, 4, N, h, w) also say how visible it is: the loss has the
    entropy of that at the cells around it.
    """
    output = output.float()
    height, width = output.shape[-2:]
    heat, offsets = grid_targets(points, (height, width), stride)
    weights = weight[..., None, None]
    negative = weights < 0
    weights = torch.where(negative, (heat > 0).float(), weights)  # (B, N, h, w)
    heat = heat.masked_fill(negative, 0.0)
    peak = heat == 1
    balls = (peak * weights).sum().clamp(min=1)
    logit = output[:, 0]
    probability = logit.sigmoid()
    right = (1 - probability) ** 2 * logsigmoid(logit)
    wrong = (1 - heat) ** 4 * probability**2 * logsigmoid(-logit)
    focal = -(torch.where(peak, right, wrong) * weights).sum() / balls
    near = (heat > _NEAR) * weights  # (B, N, h, w)
    distance = l1_loss(output[:, 1:3], offsets, reduction="none").sum(1)
    loss = focal + _OFFSETS * (distance * near).sum() / near.sum().clamp(min=1)
    if output.shape[1] == 3:
        return loss
    return loss + _VISIBILITY * _visibility_loss(output[:, 3], heat, weights)


def _visibility_loss(logit: Tensor, heat: Tensor, weights: Tensor) -> Tensor:
    """Entropy of `logit` (B, N, h, w) around balls; hidden ones count as much as others."""
    around = ((heat > _NEAR) & (weights > 0)).float()
    seen = (weights >= 1).float().expand_as(logit)
    entropy = binary_cross_entropy_with_logits(logit, seen, reduction="none")
    return (entropy * around).sum() / around.sum().clamp(min=1)


def _bump(distance: Tensor) -> Tensor:
    height = torch.exp(-(distance**2) / (2 * _SIGMA**2))
    return torch.where(distance.abs() <= _REACH, height, 0.0)  # NaN is never within reach


def _nearest(distance: Tensor) -> Tensor:
    return (distance > -0.5) & (distance <= 0.5)
