"""From the answer of a net to the few places in each picture where the ball might be."""

import torch
from torch import Tensor
from torch.nn.functional import max_pool2d, pad

FAINTEST = 0.05  # score below which a peak is not worth keeping


def grid_peaks(answer: Tensor, stride: int, size: tuple[int, int], count: int) -> Tensor:
    """The `count` highest peaks of each picture, best first: (B, N, count, 3) of x, y, score.

    `answer` (B, 3, N, h, w) is what a compact net says; x and y are pixels of the picture, whose
    real `size` (width, height) may be less than the net has seen. NaN where there are no more.
    Runs where the answer is, so that only these few numbers need to leave a device.
    """
    logit = answer[:, 0].float()
    width, height = logit.shape[-1], logit.shape[-2]
    inside = (-(-size[1] // stride), -(-size[0] // stride))
    score = logit.sigmoid()
    score[..., inside[0] :, :] = 0
    score[..., inside[1] :] = 0
    tops = (score == max_pool2d(score, 3, stride=1, padding=1)) & (score > FAINTEST)
    flat = torch.where(tops, score, 0).flatten(-2)  # (B, N, h * w)
    best, cell = flat.topk(min(count, width * height), dim=-1)
    offsets = answer[:, 1:].float().flatten(-2)  # (B, 2, N, h * w)
    dx, dy = (offsets[:, axis].gather(-1, cell) for axis in range(2))
    middle = (stride - 1) / 2  # centres of pixels are whole numbers
    x = (cell % width + dx) * stride + middle
    y = (cell // width + dy) * stride + middle
    found = torch.stack([x, y, best], dim=-1)
    found[best <= FAINTEST] = torch.nan
    return pad(found, (0, 0, 0, count - found.shape[-2]), value=torch.nan)
