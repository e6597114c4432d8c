"""From the answers of any net to places in its pictures."""

import math

from torch import Tensor

from inference.ball.nets.input_spec import InputSpec
from inference.ball.nets.peaks import grid_peaks, map_peaks


def decode_peaks(
    answers: Tensor,
    input_spec: InputSpec,
    seen: tuple[int, int],
    size: tuple[int, int],
    count: int,
) -> Tensor:
    """The `count` highest peaks in each answered picture, (B, N, count, 3) of x, y, score.

    `answers` is what the net says of pictures that it has `seen` at this width and height, of
    which `size` is real. ValueError if its shape is none of those that `input_spec` allows.
    """
    if input_spec.grid is None:
        score, stride = _maps(answers, input_spec, seen)
        return map_peaks(score, stride, size, count)
    cells, whole = _cells(answers, input_spec, seen)
    return grid_peaks(cells, whole, size, count)


def decode_scores(
    answers: Tensor, input_spec: InputSpec, seen: tuple[int, int], size: tuple[int, int]
) -> tuple[Tensor, float]:
    """The scores in which `decode_peaks` looks: (B, N, h, w), 0 to 1, and the side of a cell.

    The side is in pixels. Cells that lie wholly beyond the real `size` are left out, so that the
    last column and row may reach a little further than the picture.
    """
    if input_spec.grid is None:
        score, side = _maps(answers, input_spec, seen)
    else:
        cells, side = _cells(answers, input_spec, seen)
        score = cells[:, 0].sigmoid()
    columns, rows = (math.ceil(length / side - 1e-6) for length in size)
    return score[..., :rows, :columns].float(), side


def _cells(answers: Tensor, input_spec: InputSpec, seen: tuple[int, int]) -> tuple[Tensor, int]:
    """Logit and offsets from the middle of every cell, (B, 3, N, h, w), and pixels across one."""
    assert input_spec.grid is not None
    number, numbers = len(input_spec.answered), input_spec.grid.numbers
    if answers.ndim == 4 and answers.shape[1] == numbers * number:
        kinds = (number, numbers) if input_spec.grid.by_frame else (numbers, number)
        answers = answers.reshape(len(answers), *kinds, *answers.shape[2:])
    elif answers.ndim != 5 or answers.shape[1] * answers.shape[2] != numbers * number:
        raise ValueError(f"answers {tuple(answers.shape)} for {number} pictures on a grid")
    if input_spec.grid.by_frame:
        answers = answers.transpose(1, 2)
    stride, rest = divmod(seen[0], answers.shape[-1])
    if rest or stride * answers.shape[-2] != seen[1]:
        raise ValueError(f"answers {tuple(answers.shape)} of pictures {seen[0]} x {seen[1]}")
    answers = answers[:, :3].float().clone()  # a visibility says nothing of where the ball is
    if input_spec.grid.corner:
        answers[:, 1:] -= 0.5
    if not input_spec.logits:
        answers[:, 0] = answers[:, 0].logit(1e-6)
    return answers, stride


def _maps(answers: Tensor, input_spec: InputSpec, seen: tuple[int, int]) -> tuple[Tensor, float]:
    """A score from 0 to 1 for every cell, (B, N, h, w), and pixels across one."""
    if answers.ndim == 5 and answers.shape[2] == 1:
        answers = answers.squeeze(2)
    number = len(input_spec.answered)
    height, width = answers.shape[-2:]
    if answers.ndim != 4 or answers.shape[1] != number or height * seen[0] != width * seen[1]:
        raise ValueError(f"answers {tuple(answers.shape)} for {number} pictures")
    score = answers.sigmoid() if input_spec.logits else answers.clamp(0, 1)
    return score, seen[0] / width
