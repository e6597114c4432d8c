import pickle
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from inference.training.config import TrainingConfig
from inference.training.dataloader import Batch, default_workers, load_batches
from inference.training.distributed import SINGLE_PROCESS, DistributedContext
from tests.inference.ball.training.samples import Dots

CONFIG = TrainingConfig(steps=5, batch_size=4, seed=7)


def drawn(
    processes: DistributedContext = SINGLE_PROCESS, first: int = 0, workers: int = 0
) -> list[Batch]:
    return list(load_batches(Dots(), CONFIG, processes, first, workers))


def same(some: list[Batch], others: list[Batch]) -> bool:
    pairs = zip(some, others, strict=True)
    return all(
        torch.equal(a["luma"], b["luma"]) and torch.equal(a["points"], b["points"])
        for a, b in pairs
    )


def test_every_step_has_its_samples() -> None:
    shapes = {
        (b["luma"].shape, b["luma"].dtype, b["points"].shape, b["weight"].shape) for b in drawn()
    }

    assert shapes == {((4, 3, 16, 24), torch.uint8, (4, 3, 2), (4, 3))}
    assert not same(drawn()[:1], drawn()[1:2])


def test_a_training_that_goes_on_sees_what_it_would_have_seen() -> None:
    assert same(drawn()[3:], drawn(first=3))


def test_two_processes_see_what_one_would_have_seen() -> None:
    halves = zip(drawn(DistributedContext(0, 2)), drawn(DistributedContext(1, 2)), strict=True)

    joined = [
        Batch({name: torch.cat([one[name], other[name]]) for name in one.tensors})
        for one, other in halves
    ]

    assert same(joined, drawn())


def test_samples_do_not_depend_on_who_makes_them() -> None:
    assert same(drawn(workers=2), drawn())


def test_making_samples_leaves_the_common_chance_alone() -> None:
    before = torch.get_rng_state()

    drawn()

    assert torch.equal(torch.get_rng_state(), before)


def through_a_pipe(array: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return pickle.loads(bytes(ForkingPickler.dumps(array)))  # type: ignore[no-any-return]


def test_pictures_in_a_file_travel_as_its_name(tmp_path: Path) -> None:
    luma = np.random.default_rng(0).integers(0, 256, (40, 32, 32), np.uint8)
    np.save(tmp_path / "luma.npy", luma)
    mapped = np.load(tmp_path / "luma.npy", mmap_mode="r")

    sent = bytes(ForkingPickler.dumps(mapped))

    assert len(sent) < 1000
    assert np.array_equal(pickle.loads(sent), luma)


@pytest.mark.parametrize("part", [np.s_[3:7], np.s_[:, 4:9, 2], np.s_[::-1]])
def test_a_part_of_a_file_travels_too(tmp_path: Path, part: slice) -> None:
    luma = np.random.default_rng(0).integers(0, 256, (10, 12, 12), np.uint8)
    np.save(tmp_path / "luma.npy", luma)

    part_of_file = np.load(tmp_path / "luma.npy", mmap_mode="r")[part]

    assert np.array_equal(through_a_pipe(part_of_file), luma[part])


def test_a_cpu_makes_its_samples_itself_and_a_gpu_has_them_made() -> None:
    assert default_workers(torch.device("cpu")) == 0
    assert default_workers(torch.device("cuda")) >= 1
