"""Judges that need no video."""

from collections.abc import Generator, Iterator, Sequence

import numpy as np
import torch
from torch import nn

from inference.ball.evaluation import BallScore
from tests.inference.ball.training.samples import Dots


def counted(right: int, visible: int) -> BallScore:
    """A score of that many visible balls, all other ones missed."""
    return BallScore(right, 0, 0, visible - right, 0, right, right, None, None)


class AllDots:
    """Counts the pictures of ten windows whose highest cell is that of the dot."""

    def __call__(self, net: nn.Module) -> Generator[object, None, BallScore]:
        random = np.random.default_rng(99)
        windows = [Dots().window(random) for _ in range(10)]
        yield "half way"
        with torch.inference_mode():
            heat = net(torch.from_numpy(np.stack([w.luma for w in windows])))[:, 0]
        cell = heat.flatten(-2).argmax(-1)  # (B, N)
        found = torch.stack([cell % heat.shape[-1], cell // heat.shape[-1]], -1) * 2 + 0.5
        places = torch.from_numpy(np.stack([w.places for w in windows]))
        right = ((found - places).abs() <= 2).all(-1)
        return counted(int(right.sum()), right.numel())


class Moody:
    """Says what it was told to say, one score after the other."""

    def __init__(self, right: Sequence[int]) -> None:
        """`right`: of a hundred balls."""
        self._right: Iterator[int] = iter(right)
        self.judged: list[nn.Module] = []

    def __call__(self, net: nn.Module) -> Generator[object, None, BallScore]:
        self.judged.append(net)
        yield None
        return counted(next(self._right), 100)
