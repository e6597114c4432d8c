"""From the answers of any net to places in its pictures."""

import math

from torch import Tensor

from inference.ball.nets.input_spec import InputSpec
from inference.ball.nets.peaks import grid_peaks, map_peaks


def decode_peaks(
    output: Tensor,
    input_spec: InputSpec,
    input_size: tuple[int, int],
    size: tuple[int, int],
    count: int,
) -> Tensor:
    """The `count` highest peaks in each answered picture, (B, N, count, 3) of x, y, score.

    `output` is the net's for pictures padded to `input_size` (width, height), of which `size` is
    real. ValueError if its shape is none of those that `input_spec` allows.
    """
    if input_spec.grid is None:
        score, stride = _maps(output, input_spec, input_size)
        return map_peaks(score, stride, size, count)
    cells, whole = _cells(output, input_spec, input_size)
    return grid_peaks(cells, whole, size, count)


def decode_scores(
    output: Tensor, input_spec: InputSpec, input_size: tuple[int, int], size: tuple[int, int]
) -> tuple[Tensor, float]:
    """The scores in which `decode_peaks` looks: (B, N, h, w), 0 to 1, and the side of a cell.

    The side is in pixels. Cells that lie wholly beyond the real `size` are left out, so that the
    last column and row may reach a little further than the picture.
    """
    if input_spec.grid is None:
        score, side = _maps(output, input_spec, input_size)
    else:
        cells, side = _cells(output, input_spec, input_size)
        score = cells[:, 0].sigmoid()
    columns, rows = (math.ceil(length / side - 1e-6) for length in size)
    return score[..., :rows, :columns].float(), side


def _cells(
    output: Tensor, input_spec: InputSpec, input_size: tuple[int, int]
) -> tuple[Tensor, int]:
    """Logit and offsets from the middle of every cell, (B, 3, N, h, w), and pixels across one."""
    assert input_spec.grid is not None
    pictures, values = len(input_spec.answered), input_spec.grid.cell_values
    if output.ndim == 4 and output.shape[1] == values * pictures:
        axes = (pictures, values) if input_spec.grid.by_frame else (values, pictures)
        output = output.reshape(len(output), *axes, *output.shape[2:])
    elif output.ndim != 5 or output.shape[1] * output.shape[2] != values * pictures:
        raise ValueError(f"the output shape {tuple(output.shape)} does not fit {pictures} grids")
    if input_spec.grid.by_frame:
        output = output.transpose(1, 2)
    stride, remainder = divmod(input_size[0], output.shape[-1])
    if remainder or stride * output.shape[-2] != input_size[1]:
        raise ValueError(
            f"the output shape {tuple(output.shape)} does not fit pictures of "
            f"{input_size[0]} x {input_size[1]}"
        )
    output = output[:, :3].float().clone()  # a visibility says nothing of where the ball is
    if input_spec.grid.corner:
        output[:, 1:] -= 0.5
    if not input_spec.logits:
        output[:, 0] = output[:, 0].logit(1e-6)
    return output, stride


def _maps(
    output: Tensor, input_spec: InputSpec, input_size: tuple[int, int]
) -> tuple[Tensor, float]:
    """A score from 0 to 1 for every cell, (B, N, h, w), and pixels across one."""
    if output.ndim == 5 and output.shape[2] == 1:
        output = output.squeeze(2)
    pictures = len(input_spec.answered)
    height, width = output.shape[-2:]
    if (
        output.ndim != 4
        or output.shape[1] != pictures
        or height * input_size[0] != width * input_size[1]
    ):
        raise ValueError(
            f"the output shape {tuple(output.shape)} does not fit {pictures} heat maps"
        )
    score = output.sigmoid() if input_spec.logits else output.clamp(0, 1)
    return score, input_size[0] / width
