"""The processes that train one net together, each on a device of its own: one, or torchrun's."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

from storage.errors import UserError

_LONGEST_WAIT = timedelta(hours=2)  # for the leader, while it judges
_VARIABLES = ("WORLD_SIZE", "RANK", "LOCAL_RANK")  # that torchrun sets for each of its processes


@dataclass(frozen=True)
class Team:
    """This process among those that train one net. Tensors are shared in step by all of them."""

    rank: int = 0
    size: int = 1
    device: torch.device = field(default=torch.device("cpu"))

    @property
    def leads(self) -> bool:
        """Whether this process judges and writes files."""
        return self.rank == 0

    def together(self, net: nn.Module) -> nn.Module:
        """`net` such that its gradients are the mean of those of all processes."""
        if self.size == 1:
            return net
        devices = [self.device] if self.device.type == "cuda" else None
        return DistributedDataParallel(net, device_ids=devices)

    def share(self, tensors: Iterable[Tensor]) -> None:
        """Write the leader's values into everybody's `tensors`."""
        if self.size > 1:
            for tensor in tensors:
                distributed.broadcast(tensor, src=0)


ALONE = Team()


@contextmanager
def joined_team(device: str = "auto") -> Iterator[Team]:
    """The team that torchrun made this process a member of, else one of this process alone.

    `device` is "cpu", "cuda" or "auto", a GPU where there is one. UserError if there is none, or
    not one for each process.
    """
    size, rank, local = (int(os.environ.get(name, "0")) for name in _VARIABLES)
    chosen = _device(device, local)
    if size <= 1:
        yield Team(device=chosen)
        return
    if chosen.type == "cuda":
        torch.cuda.set_device(chosen)
    backend = "cpu:gloo,cuda:nccl" if chosen.type == "cuda" else "gloo"
    distributed.init_process_group(backend, timeout=_LONGEST_WAIT)
    try:
        yield Team(rank, size, chosen)
    finally:
        distributed.destroy_process_group()


def _device(name: str, local: int) -> torch.device:
    if name == "cpu" or (name == "auto" and not torch.cuda.is_available()):
        return torch.device("cpu")
    if not torch.cuda.is_available():
        raise UserError(
            "There is no GPU that PyTorch can use.",
            "Train on the CPU, or install PyTorch's CUDA build and the GPU's driver.",
        )
    if local >= torch.cuda.device_count():
        raise UserError(
            f"{torch.cuda.device_count()} GPUs are too few for the processes on this machine.",
            "Start torchrun with --nproc-per-node set to the number of GPUs.",
        )
    return torch.device("cuda", local)
