"""Windows by the batch, made ahead by other processes where that keeps a device busy.

Which windows a step sees depends on the seed and the number of the step alone: not on how many
processes make them, nor on how many train.
"""

import mmap
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.reduction import ForkingPickler
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from inference.training.config import TrainingSettings
from inference.training.distributed import Team
from inference.video.samples import WindowSource

_AHEAD = 4  # batches that each process has made before they are wanted
# a process that already has threads, as one with torch does, is not safely forked itself
_START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


@dataclass(frozen=True)
class Batch:
    """Windows as tensors: of B windows, N pictures, C with a background in front."""

    luma: Tensor  # (B, C, height, width), bytes
    places: Tensor  # (B, N, 2), NaN where there is no ball
    weight: Tensor  # (B, N)

    def to(self, device: torch.device) -> "Batch":
        """The same on `device`; the copy may still be on its way."""
        parts = (self.luma, self.places, self.weight)
        return Batch(*(part.to(device, non_blocking=True) for part in parts))

    def pin_memory(self) -> "Batch":
        """The same in memory that a GPU can fetch by itself."""
        return Batch(*(part.pin_memory() for part in (self.luma, self.places, self.weight)))


class BatchesByStep(Dataset[Batch]):
    """The part of each step's windows that one process of a team learns from."""

    def __init__(self, source: WindowSource, settings: TrainingSettings, team: Team) -> None:
        self._source = source
        self._seed = settings.seed
        self._steps = settings.steps
        part = settings.batch // team.size
        self._slots = range(team.rank * part, (team.rank + 1) * part)

    def __len__(self) -> int:
        return self._steps

    def __getitem__(self, step: int) -> Batch:
        randoms = (np.random.default_rng([self._seed, step, slot]) for slot in self._slots)
        windows = [self._source.window(random) for random in randoms]
        arrays = zip(*((w.luma, w.places, w.weight) for w in windows), strict=True)
        return Batch(*(torch.from_numpy(np.stack(array)) for array in arrays))


def batches(
    source: WindowSource, settings: TrainingSettings, team: Team, first: int, workers: int
) -> Iterator[Batch]:
    """The batches of this process from step `first` on, on the CPU.

    With `workers` processes they are made ahead, a few each; `source` travels to them and must
    let itself be pickled. Arrays mapped from files travel as the names of these.
    """
    gpu = team.device.type == "cuda"
    loader = DataLoader(
        BatchesByStep(source, settings, team),
        batch_size=None,  # they are batches already
        sampler=range(first, settings.steps),
        collate_fn=_as_it_is,
        num_workers=workers,
        prefetch_factor=_AHEAD if workers else None,
        multiprocessing_context=_START if workers else None,
        worker_init_fn=_leave_interrupts_to_the_parent,
        pin_memory=gpu,
        generator=torch.Generator(),  # else each loader would draw from the common one
    )
    return iter(loader)


def usual_workers(device: torch.device) -> int:
    """How many processes should make windows for a training on `device`.

    A GPU is quicker than several of them; beside a CPU that is busy with learning they are in its
    way.
    """
    return max((os.cpu_count() or 1) - 1, 1) if device.type == "cuda" else 0


def _as_it_is(batch: Any) -> Any:
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
