"""From the answers of any net to places in its pictures."""

from torch import Tensor

from inference.ball.nets.convention import Convention
from inference.ball.nets.maps import map_peaks
from inference.ball.nets.peaks import peaks


def places(
    answers: Tensor,
    convention: Convention,
    seen: tuple[int, int],
    size: tuple[int, int],
    count: int,
) -> Tensor:
    """The `count` highest peaks in each answered picture, (B, N, count, 3) of x, y, score.

    `answers` is what the net says of pictures that it has `seen` at this width and height, of
    which `size` is real. ValueError if its shape is none of those that `convention` allows.
    """
    number = len(convention.answered)
    if convention.grid is None:
        return _of_maps(answers, convention, seen, size, count, number)
    if answers.ndim == 4 and answers.shape[1] == 3 * number:
        kinds = (number, 3) if convention.grid.by_frame else (3, number)
        answers = answers.reshape(len(answers), *kinds, *answers.shape[2:])
    elif answers.ndim != 5 or answers.shape[1] * answers.shape[2] != 3 * number:
        raise ValueError(f"answers {tuple(answers.shape)} for {number} pictures on a grid")
    if convention.grid.by_frame:
        answers = answers.transpose(1, 2)
    stride, rest = divmod(seen[0], answers.shape[-1])
    if rest or stride * answers.shape[-2] != seen[1]:
        raise ValueError(f"answers {tuple(answers.shape)} of pictures {seen[0]} x {seen[1]}")
    answers = answers.float().clone()
    if convention.grid.corner:
        answers[:, 1:] -= 0.5
    if not convention.logits:
        answers[:, 0] = answers[:, 0].logit(1e-6)
    return peaks(answers, stride, size, count)


def _of_maps(
    answers: Tensor,
    convention: Convention,
    seen: tuple[int, int],
    size: tuple[int, int],
    count: int,
    number: int,
) -> Tensor:
    if answers.ndim == 5 and answers.shape[2] == 1:
        answers = answers.squeeze(2)
    height, width = answers.shape[-2:]
    if answers.ndim != 4 or answers.shape[1] != number or height * seen[0] != width * seen[1]:
        raise ValueError(f"answers {tuple(answers.shape)} for {number} pictures")
    score = answers.sigmoid() if convention.logits else answers.clamp(0, 1)
    return map_peaks(score, seen[0] / width, size, count)
