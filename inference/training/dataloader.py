"""Batches of samples, made ahead by worker processes where that keeps a device busy.

Which samples a step sees depends only on the seed and the number of the step: not on how many
processes make them, nor on how many train.
"""

import mmap
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from multiprocessing.reduction import ForkingPickler
from typing import Any, ClassVar, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from inference.training.config import TrainingConfig
from inference.training.distributed import DistributedContext

_PREFETCHED = 4  # batches that each worker has made before they are wanted
# a process that already has threads, as one with torch does, is not safely forked itself
_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class TrainingSample(Protocol):
    """A dataclass whose fields are arrays: pictures, clips (T, C, H, W), features (T, F), labels.

    All samples of a training have arrays of the same shapes.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]


class SampleSource(Protocol):
    """Where samples come from. It must let itself be pickled, for worker processes."""

    def sample(self, random: np.random.Generator) -> TrainingSample:
        """A sample drawn by chance: a function of the state of `random`, and of nothing else."""


@dataclass(frozen=True)
class Batch:
    """B samples as tensors (B, …), under the names of the samples' fields."""

    tensors: Mapping[str, Tensor]

    def __getitem__(self, name: str) -> Tensor:
        return self.tensors[name]

    def to(self, device: torch.device) -> "Batch":
        """The same on `device`; the copy may still be on its way."""
        return Batch({n: t.to(device, non_blocking=True) for n, t in self.tensors.items()})

    def pin_memory(self) -> "Batch":
        """The same in memory that a GPU can fetch by itself."""
        return Batch({name: tensor.pin_memory() for name, tensor in self.tensors.items()})


class StepDataset(Dataset[Batch]):
    """The part of each step's samples that one process trains on."""

    def __init__(
        self, source: SampleSource, config: TrainingConfig, processes: DistributedContext
    ) -> None:
        self._source = source
        self._seed = config.seed
        self._steps = config.steps
        part = config.batch_size // processes.world_size
        self._slots = range(processes.rank * part, (processes.rank + 1) * part)

    def __len__(self) -> int:
        return self._steps

    def __getitem__(self, step: int) -> Batch:
        randoms = (np.random.default_rng([self._seed, step, slot]) for slot in self._slots)
        samples = [self._source.sample(random) for random in randoms]
        names = [field.name for field in fields(samples[0])]
        arrays = {name: np.stack([getattr(sample, name) for sample in samples]) for name in names}
        return Batch({name: torch.from_numpy(array) for name, array in arrays.items()})


def load_batches(
    source: SampleSource,
    config: TrainingConfig,
    processes: DistributedContext,
    first: int,
    workers: int,
) -> Iterator[Batch]:
    """The batches of this process from step `first` on, on the CPU.

    With `workers` processes they are made ahead, a few each; `source` travels to them and must
    let itself be pickled. Arrays mapped from files travel as the names of these.
    """
    gpu = processes.device.type == "cuda"
    loader = DataLoader(
        StepDataset(source, config, processes),
        batch_size=None,  # they are batches already
        sampler=range(first, config.steps),
        collate_fn=_unchanged,
        num_workers=workers,
        prefetch_factor=_PREFETCHED if workers else None,
        multiprocessing_context=_START if workers else None,
        worker_init_fn=_leave_interrupts_to_the_parent,
        pin_memory=gpu,
        generator=torch.Generator(),  # else each loader would draw from the common one
    )
    return iter(loader)


def default_workers(device: torch.device) -> int:
    """How many processes should make samples for a training on `device`.

    A GPU is faster than several of them; beside a CPU that is busy training they only compete.
    """
    return max((os.cpu_count() or 1) - 1, 1) if device.type == "cuda" else 0


def _unchanged(batch: Any) -> Any:
    return batch


def _leave_interrupts_to_the_parent(_: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _mapped(array: "np.memmap[Any, Any]") -> tuple[Callable[..., NDArray[Any]], tuple[Any, ...]]:
    """How an array that is mapped from a file travels to another process."""
    if not isinstance(array.base, mmap.mmap):  # a part of one, which does not know where it begins
        return np.array, (np.array(array),)
    where = array.filename, array.dtype, "r", array.offset, array.shape
    return np.memmap, (*where, "C" if array.flags.c_contiguous else "F")


ForkingPickler.register(np.memmap, _mapped)
