"""Peaks of a net's output: the few places in each picture where the ball might be.

Nets answer with a grid of cells, each with an offset to the ball, or with a heat map.
"""

import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, max_pool2d, pad

FAINTEST = 0.05  # score below which a peak is not worth keeping
_CALM = 5  # pixels of the square over which a map is averaged: what nets draw is about as wide
_APART = 9  # side of the square that has one peak; the ball's place is its centre of gravity


def grid_peaks(output: Tensor, stride: int, size: tuple[int, int], count: int) -> Tensor:
    """The `count` highest peaks of each picture, best first: (B, N, count, 3) of x, y, score.

    `output` (B, 3, N, h, w) is what a compact net says; x and y are pixels of the picture, whose
    real `size` (width, height) may be less than the net has seen. NaN where there are no more.
    Runs where the answer is, so that only these few numbers need to leave a device.
    """
    logit = output[:, 0].float()
    width, height = logit.shape[-1], logit.shape[-2]
    inside = (-(-size[1] // stride), -(-size[0] // stride))
    score = logit.sigmoid()
    score[..., inside[0] :, :] = 0
    score[..., inside[1] :] = 0
    is_peak = (score == max_pool2d(score, 3, stride=1, padding=1)) & (score > FAINTEST)
    flat = torch.where(is_peak, score, 0).flatten(-2)  # (B, N, h * w)
    best, cell = flat.topk(min(count, width * height), dim=-1)
    offsets = output[:, 1:].float().flatten(-2)  # (B, 2, N, h * w)
    dx, dy = (offsets[:, axis].gather(-1, cell) for axis in range(2))
    middle = (stride - 1) / 2  # centres of pixels are whole numbers
    x = (cell % width + dx) * stride + middle
    y = (cell // width + dy) * stride + middle
    peaks = torch.stack([x, y, best], dim=-1)
    peaks[best <= FAINTEST] = torch.nan
    return pad(peaks, (0, 0, 0, count - peaks.shape[-2]), value=torch.nan)


def map_peaks(score: Tensor, stride: float, size: tuple[int, int], count: int) -> Tensor:
    """The `count` highest peaks of each map, best first: (B, N, count, 3) of x, y, score.

    `score` (B, N, h, w) runs from 0 to 1, a cell of it is `stride` pixels wide. x and y are pixels
    of the picture, whose real `size` (width, height) may be less than the net has seen. NaN where
    there are no more. Nets draw the ball as a disc: a peak is where most of it lies around.
    """
    score = score.float()
    rows, columns = (torch.arange(n, device=score.device) for n in score.shape[-2:])
    inside = (rows * stride < size[1])[:, None] & (columns * stride < size[0])
    score = torch.where(inside, score, 0.0)
    smooth = avg_pool2d(score, _CALM, stride=1, padding=_CALM // 2)
    is_peak = (smooth == _highest_around(smooth)) & (smooth > 0)
    # of several cells of one height side by side, as on a flat top, one is the peak
    number = torch.arange(1, score[0, 0].numel() + 1, device=score.device).view(score.shape[-2:])
    numbers = torch.where(is_peak, number.float(), 0.0)
    is_peak &= numbers == _highest_around(numbers)
    highest = max_pool2d(score, 3, stride=1, padding=1)
    flat = torch.where(is_peak & (highest > FAINTEST), highest, 0.0).flatten(-2)  # (B, N, h * w)
    best, cell = flat.topk(min(count, flat.shape[-1]), dim=-1)
    dx, dy = _gravity(score, cell)
    width = score.shape[-1]
    middle = (stride - 1) / 2  # centres of pixels are whole numbers
    x = (cell % width + dx) * stride + middle
    y = (cell // width + dy) * stride + middle
    peaks = torch.stack([x, y, best], dim=-1)
    peaks[best <= FAINTEST] = torch.nan
    return pad(peaks, (0, 0, 0, count - peaks.shape[-2]), value=torch.nan)


def _highest_around(values: Tensor) -> Tensor:
    rows = max_pool2d(values, (_APART, 1), stride=1, padding=(_APART // 2, 0))
    return max_pool2d(rows, (1, _APART), stride=1, padding=(0, _APART // 2))


def _gravity(score: Tensor, cell: Tensor) -> tuple[Tensor, Tensor]:
    """The way from each cell (B, N, K) to the centre of gravity of the square around it."""
    reach = _APART // 2
    width = score.shape[-1] + 2 * reach
    padded = pad(score, (reach, reach, reach, reach)).flatten(-2)  # (B, N, cells)
    steps = torch.arange(-reach, reach + 1, device=score.device)
    y, x = cell // score.shape[-1] + reach, cell % score.shape[-1] + reach
    neighbours = ((y[..., None] + steps) * width)[..., :, None] + (x[..., None] + steps)[
        ..., None, :
    ]
    weight = padded.gather(-1, neighbours.flatten(-3)).view(neighbours.shape)  # (B, N, K, 9, 9)
    total = weight.sum((-2, -1)).clamp(min=1e-6)
    return (weight.sum(-2) * steps).sum(-1) / total, (weight.sum(-1) * steps).sum(-1) / total
