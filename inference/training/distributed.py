"""Distributed training: the processes that train one net together, one or those of torchrun."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import torch
from torch import Tensor, distributed, nn
from torch.nn.parallel import DistributedDataParallel

from storage.errors import UserError

_TIMEOUT = timedelta(hours=2)  # for the main process, while it validates
_VARIABLES = ("WORLD_SIZE", "RANK", "LOCAL_RANK")  # that torchrun sets for each of its processes


@dataclass(frozen=True)
class DistributedContext:
    """This process among those that train one net, each with a device of its own."""

    rank: int = 0
    world_size: int = 1
    device: torch.device = field(default=torch.device("cpu"))

    @property
    def is_main(self) -> bool:
        """Whether this process validates and writes files."""
        return self.rank == 0

    def wrap_ddp(self, net: nn.Module) -> nn.Module:
        """`net` such that its gradients are the mean of those of all processes."""
        if self.world_size == 1:
            return net
        devices = [self.device] if self.device.type == "cuda" else None
        return DistributedDataParallel(net, device_ids=devices)

    def broadcast(self, tensors: Iterable[Tensor]) -> None:
        """Write the main process's values into the `tensors` of all, who must all call this."""
        if self.world_size > 1:
            for tensor in tensors:
                distributed.broadcast(tensor, src=0)


SINGLE_PROCESS = DistributedContext()


@contextmanager
def init_distributed(device: str = "auto") -> Iterator[DistributedContext]:
    """The processes that torchrun started, this one among them; else this process by itself.

    `device` is "cpu", "cuda" or "auto", a GPU where there is one. UserError if there is none, or
    not one for each process.
    """
    world_size, rank, local_rank = (int(os.environ.get(name, "0")) for name in _VARIABLES)
    chosen = _device(device, local_rank)
    if world_size <= 1:
        yield DistributedContext(device=chosen)
        return
    if chosen.type == "cuda":
        torch.cuda.set_device(chosen)
    backend = "cpu:gloo,cuda:nccl" if chosen.type == "cuda" else "gloo"
    distributed.init_process_group(backend, timeout=_TIMEOUT)
    try:
        yield DistributedContext(rank, world_size, chosen)
    finally:
        distributed.destroy_process_group()


def _device(name: str, local_rank: int) -> torch.device:
    if name == "cpu" or (name == "auto" and not torch.cuda.is_available()):
        return torch.device("cpu")
    if not torch.cuda.is_available():
        raise UserError(
            "PyTorch finds no usable GPU.",
            "Train on the CPU, or install PyTorch's CUDA build and the GPU's driver.",
        )
    if local_rank >= torch.cuda.device_count():
        raise UserError(
            f"This machine has {torch.cuda.device_count()} GPUs, fewer than processes.",
            "Start torchrun with --nproc-per-node set to the number of GPUs.",
        )
    return torch.device("cuda", local_rank)
