"""The net that reads a path: dilated convolutions, then a recurrent layer both ways in time."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.actions.data.labelled_path import SPORTS
from inference.actions.decoding.grammar import Grammar, learn_grammar
from inference.actions.nets.numpy_path_net import NumpyPathNet
from inference.actions.nets.path_config import KERNEL, PathNetConfig

_RARE = -4.0  # logit with which the net begins: events are rare


class PathNet(nn.Module):
    """(B, T, inputs) floats to (B, T, outputs) logits.

    Beside its weights it keeps the grammar of each sport, which is learned from the same labels.
    """

    def __init__(self, config: PathNetConfig) -> None:
        super().__init__()
        self.config = config
        self.mean: Tensor
        self.deviation: Tensor
        self.recurrent: nn.GRU | None
        self.register_buffer("mean", torch.zeros(config.inputs))
        self.register_buffer("deviation", torch.ones(config.inputs))
        for sport in SPORTS:
            self.learn_grammar(sport, learn_grammar(sport))
        widths = [config.inputs] + [config.width] * len(config.dilations)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(before, after, KERNEL, padding=KERNEL // 2 * dilation, dilation=dilation)
            for before, after, dilation in zip(
                widths[:-1], widths[1:], config.dilations, strict=True
            )
        )
        self.dropout = nn.Dropout(config.dropout)
        self.recurrent = (
            nn.GRU(config.width, config.recurrent, batch_first=True, bidirectional=True)
            if config.recurrent
            else None
        )
        self.head = nn.Linear(config.width + 2 * config.recurrent, config.outputs)
        with torch.no_grad():
            self.head.weight.mul_(0.5)
            self.head.bias.fill_(0.0)
            self.head.bias[: config.outputs - 3] = _RARE

    def forward(self, inputs: Tensor) -> Tensor:
        """Logits (B, T, outputs) of what is told of T moments (B, T, inputs)."""
        x = ((inputs - self.mean) / self.deviation).transpose(1, 2)  # (B, inputs, T)
        for index, convolution in enumerate(self.convolutions):
            y = torch.relu(convolution(x))
            x = y if index == 0 else x + y  # (B, width, T)
        x = self.dropout(x.transpose(1, 2))  # (B, T, width)
        if self.recurrent is not None:
            x = torch.cat([x, self.dropout(self._context(x))], 2)
        logits: Tensor = self.head(x)
        return logits

    def learn_grammar(self, sport: str, grammar: Grammar) -> None:
        """Keep `grammar` as that of `sport`."""
        for name, table in (("follow", grammar.follow), ("time", grammar.time)):
            self.register_buffer(f"{sport}_{name}", torch.as_tensor(table.astype(np.float32)))

    def grammar(self, sport: str) -> Grammar:
        """What follows what in `sport`."""
        follow, time = (self.get_buffer(f"{sport}_{name}") for name in ("follow", "time"))
        return Grammar(follow.double().cpu().numpy(), time.double().cpu().numpy())

    def _context(self, x: Tensor) -> Tensor:
        """What the recurrent layer makes of pairs of moments, for both of each: (B, T, 2 units)."""
        assert self.recurrent is not None
        pairs = nn.functional.avg_pool1d(x.transpose(1, 2), 2, ceil_mode=True).transpose(1, 2)
        context: Tensor = self.recurrent(pairs)[0]
        return context.repeat_interleave(2, 1)[:, : x.shape[1]]

    def standardise(self, inputs: NDArray[np.float32]) -> None:
        """Take mean and deviation of every channel from `inputs` (N, inputs)."""
        self.mean.copy_(torch.from_numpy(inputs.mean(0)))
        self.deviation.copy_(torch.from_numpy(np.maximum(inputs.std(0), 0.05)))

    def numpy_net(self) -> NumpyPathNet:
        """The net as it is now, to be run without PyTorch."""
        state = self.state_dict().items()
        return NumpyPathNet(
            self.config,
            {name: value.detach().float().cpu().numpy().copy() for name, value in state},
        )


def torch_net(net: NumpyPathNet) -> PathNet:
    """`net` as PyTorch trains it, with its weights."""
    trainable = PathNet(net.config)
    trainable.load_state_dict({name: torch.tensor(value) for name, value in net.weights.items()})
    return trainable.eval()


def as_path_net(net: nn.Module) -> PathNet:
    """`net`, which must read paths. ValueError if it does not."""
    if not isinstance(net, PathNet):
        raise ValueError(f"a {type(net).__name__} does not read paths")
    return net
