"""Trainings that are killed, at any moment and in any way, come to what others come to."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.distributed.run import main as torchrun_main

from inference.training.config import TrainingConfig
from tests.draining import drained
from tests.forking import Running, running
from tests.inference.ball.training import small_training as program
from tests.inference.ball.training.small_training import CONFIG, small_training

torch.set_num_threads(1)  # nets as small as these lose time by sharing work
ROOT = Path(__file__).parents[4]
PROGRAM = Path(__file__).with_name("small_training.py")


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a training leaves behind."""

    weights: dict[str, Tensor]
    log: str

    def is_that_of(self, other: "Outcome") -> bool:
        same = self.weights.keys() == other.weights.keys() and self.log == other.log
        return same and all(torch.equal(v, other.weights[n]) for n, v in self.weights.items())


def finished(folder: Path, config: TrainingConfig = CONFIG) -> Outcome:
    """The outcome of the training in `folder`, which goes on where it was."""
    net = drained(small_training(folder, config))
    return Outcome(net.state_dict(), (folder / "log" / "log.csv").read_text())


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return finished(tmp_path_factory.mktemp("whole"))


RARELY = 1e9  # seconds between checkpoints: they are written only at validations
MOMENTS = [(yields, 0.0) for yields in range(1, 12)] + [(yields, RARELY) for yields in (2, 6, 9)]


@pytest.mark.parametrize(("yields", "interval"), MOMENTS)
def test_a_training_may_be_killed_between_any_two_steps(
    tmp_path: Path, undisturbed: Outcome, yields: int, interval: float
) -> None:
    killed = small_training(tmp_path, replace(CONFIG, checkpoint_interval=interval))
    list(islice(killed, yields))
    killed.close()

    assert finished(tmp_path).is_that_of(undisturbed)


def test_a_training_may_be_killed_again_and_again(tmp_path: Path, undisturbed: Outcome) -> None:
    for _ in range(9):
        killed = small_training(tmp_path)
        next(killed)
        killed.close()

    assert finished(tmp_path).is_that_of(undisturbed)


def test_in_fp16_the_scale_of_costs_survives_too(tmp_path: Path) -> None:
    config = replace(CONFIG, precision="fp16")
    killed = small_training(tmp_path / "killed", config)
    list(islice(killed, 5))
    killed.close()

    whole = finished(tmp_path / "whole", config)

    assert finished(tmp_path / "killed", config).is_that_of(whole)


ALONE = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


def steps_of(process: Running) -> Iterator[int]:
    """The steps that it says it has done, as they come."""
    return map(int, process.stdout)


NEVER = "99"  # a step that no training has


def test_a_killed_process_loses_nothing(tmp_path: Path, undisturbed: Outcome) -> None:
    with running(program.main, [str(tmp_path), NEVER], environ=ALONE) as process:
        steps = list(islice(steps_of(process), 5))
        process.kill()

    assert steps[-1] < CONFIG.steps
    assert finished(tmp_path).is_that_of(undisturbed)


def test_two_processes_come_to_one_net_also_after_a_kill(tmp_path: Path) -> None:
    torchrun = ("--standalone", "--nproc-per-node", "2", PROGRAM)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    words = [*torchrun, whole, NEVER, killed, "5", killed, NEVER]

    with running(torchrun_main, [*map(str, words)], environ=ALONE) as team:
        steps = list(steps_of(team))

    assert [steps.count(step) for step in (1, 3, 5, 7)] == [4, 4, 2, 4]  # none is done twice
    paths = [
        folder / f"weights-{rank}.safetensors" for folder in (whole, killed) for rank in (0, 1)
    ]
    first, *others = [load_file(path) for path in paths]
    assert all(torch.equal(net[name], value) for net in others for name, value in first.items())
