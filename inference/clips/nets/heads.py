"""Heads: a class for a series of features, one vector for every moment of a clip."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

HeadKind = Literal["linear", "convolution", "lstm"]
HEADS: tuple[HeadKind, ...] = ("linear", "convolution", "lstm")
_DILATIONS = (1, 2, 4)
_DENSE = 512  # of the published LSTM classifier


@dataclass(frozen=True, slots=True)
class HeadConfig:
    """What a head is made of; `width` is unused by a linear one."""

    kind: HeadKind
    inputs: int  # features of a moment
    width: int = 128
    dropout: float = 0.5


def make_head(config: HeadConfig, classes: int) -> "SeriesHead":
    """A head with weights by chance."""
    kinds = {"linear": LinearHead, "convolution": ConvolutionHead, "lstm": LstmHead}
    return kinds[config.kind](config, classes)


class SeriesHead(nn.Module):
    """Series (B, T, inputs) of floats to logits (B, classes)."""

    fc: nn.Linear  # the last layer

    def __init__(self, config: HeadConfig) -> None:
        super().__init__()
        self.config = config
        self.mean: Tensor
        self.deviation: Tensor
        self.register_buffer("mean", torch.zeros(config.inputs))
        self.register_buffer("deviation", torch.ones(config.inputs))
        self.dropout = nn.Dropout(config.dropout)

    def standardise(self, series: Tensor) -> None:
        """Take mean and deviation of every feature from `series` (N, inputs)."""
        self.mean.copy_(series.mean(0))
        self.deviation.copy_(series.std(0, correction=0).clamp_min(1e-3))

    def standard(self, series: Tensor) -> Tensor:
        """`series` with every feature about 0, of deviation 1."""
        return (series - self.mean) / self.deviation


class LinearHead(SeriesHead):
    """Logistic regression on mean, deviation and change over time; of stills on themselves."""

    def __init__(self, config: HeadConfig, classes: int) -> None:
        super().__init__(config)
        self.fc = nn.Linear(3 * config.inputs, classes)
        nn.init.zeros_(self.fc.weight)
        nn.init.zeros_(self.fc.bias)

    def forward(self, series: Tensor) -> Tensor:
        """Logits (B, classes)."""
        x = self.standard(series)
        third = max(x.shape[1] // 3, 1)
        change = x[:, -third:].mean(1) - x[:, :third].mean(1)
        summary = torch.cat([x.mean(1), x.std(1, correction=0), change], 1)
        logits: Tensor = self.fc(self.dropout(summary))
        return logits


class ConvolutionHead(SeriesHead):
    """Dilated convolutions over time, then the mean and the highest of each channel."""

    def __init__(self, config: HeadConfig, classes: int) -> None:
        super().__init__(config)
        width = config.width
        self.first = nn.Conv1d(config.inputs, width, 1)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation)
            for dilation in _DILATIONS
        )
        self.norms = nn.ModuleList(nn.GroupNorm(1, width) for _ in _DILATIONS)
        self.fc = nn.Linear(2 * width, classes)

    def forward(self, series: Tensor) -> Tensor:
        """Logits (B, classes)."""
        x = self.dropout(self.standard(series)).transpose(1, 2)  # (B, inputs, T)
        x = torch.relu(self.first(x))  # (B, width, T)
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            x = x + torch.relu(norm(convolution(x)))
        logits: Tensor = self.fc(self.dropout(torch.cat([x.mean(2), x.amax(2)], 1)))
        return logits


class LstmHead(SeriesHead):
    """An LSTM whose last state is classified: 2048 wide, dense 512, dropout 0.5 as published."""

    def __init__(self, config: HeadConfig, classes: int) -> None:
        super().__init__(config)
        self.lstm = nn.LSTM(config.inputs, config.width, batch_first=True)
        self.dense = nn.Linear(config.width, _DENSE)
        self.fc = nn.Linear(_DENSE, classes)

    def forward(self, series: Tensor) -> Tensor:
        """Logits (B, classes)."""
        last = self.lstm(self.standard(series))[0][:, -1]  # (B, width)
        logits: Tensor = self.fc(self.dropout(torch.relu(self.dense(last))))
        return logits
