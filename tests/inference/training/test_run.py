from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn

from inference.ball.data.training_data import BallData, LoadedBallData
from inference.ball.task import BallTask
from inference.training.config import TrainingConfig
from inference.training.run import TrainingRunProgress, TrainingWorkspace, run_training
from inference.training.task import TrainedModel, TrainingRun
from storage.errors import UserError
from tests.draining import drained
from tests.inference.ball.training.rallies import dot_footage, tiny_initialization

torch.set_num_threads(1)  # nets as small as these lose time by sharing work
CONFIG = TrainingConfig(
    steps=6, batch_size=2, warmup_steps=2, checkpoint_interval=0.0, eval_interval=2
)
DATA = BallData((dot_footage("a"),), validation=(dot_footage("b", "rome"),))


def a_run(
    folder: Path, data: BallData = DATA, minutes: float | None = None
) -> TrainingRun[BallData, LoadedBallData]:
    return TrainingRun(BallTask(), tiny_initialization(folder), data, CONFIG, minutes)


def running(folder: Path) -> Generator[TrainingRunProgress, None, TrainedModel]:
    return run_training(a_run(folder), TrainingWorkspace(folder))


def same(one: nn.Module, other: nn.Module) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def test_data_is_read_a_net_is_trained_and_validated(tmp_path: Path) -> None:
    steps = list(running(tmp_path))
    trained = drained(running(tmp_path))

    assert list(dict.fromkeys(step.stage for step in steps)) == [
        "Reading pictures",
        "Training",
        "Validation",
    ]
    training = [step for step in steps if step.stage == "Training" and not step.validating]
    assert [(step.done, step.total) for step in training] == [(n, 6) for n in range(1, 7)]
    assert training[-1].metrics is not None
    assert trained.steps == 6  # all of them were done before
    assert trained.comparison.overall is not None
    assert trained.comparison.overall.before is not None


def test_a_stopped_training_comes_to_the_same_net(tmp_path: Path) -> None:
    for name in ("stopped", "whole"):
        (tmp_path / name).mkdir()
    stopped = running(tmp_path / "stopped")
    next(step for step in stopped if step.stage == "Training" and step.done == 3)
    stopped.close()
    workspace = TrainingWorkspace(tmp_path / "stopped")
    assert workspace.checkpoint(a_run(tmp_path / "stopped")).steps_done() == 3

    net = drained(running(tmp_path / "stopped")).net

    assert same(net, drained(running(tmp_path / "whole")).net)


def test_other_labels_are_another_training(tmp_path: Path) -> None:
    workspace = TrainingWorkspace(tmp_path)
    more = replace(DATA, new=(*DATA.new, dot_footage("c")))

    one, other = (workspace.checkpoint(a_run(tmp_path, data)) for data in (DATA, more))

    assert one.path != other.path
    assert one.identity != other.identity


def test_other_options_of_the_task_are_another_training(tmp_path: Path) -> None:
    run = a_run(tmp_path)

    assert run.key != replace(run, task=BallTask(shape="gaussian")).key


def test_what_is_not_needed_any_more_is_removed(tmp_path: Path) -> None:
    workspace = TrainingWorkspace(tmp_path)
    drained(running(tmp_path))
    assert workspace.checkpoint(a_run(tmp_path)).path.exists()

    workspace.clear(a_run(tmp_path))

    assert {path.name for path in tmp_path.iterdir()} == {"tiny", "pictures"}


def test_a_training_by_the_clock_counts_its_steps_once(tmp_path: Path) -> None:
    timed = a_run(tmp_path, minutes=0.01)
    workspace = TrainingWorkspace(tmp_path)
    work = run_training(timed, workspace)
    first = next(step for step in work if step.stage == "Training")
    work.close()
    workspace.steps(timed).write_text("3\n")

    steps = run_training(a_run(tmp_path, minutes=0.01), workspace)
    again = next(step for step in steps if step.loss is not None)

    assert first.total >= 1
    assert again.total == 3


def test_without_a_validation_set_the_last_average_is_taken(tmp_path: Path) -> None:
    alone = replace(DATA, validation=())

    trained = drained(run_training(a_run(tmp_path, alone), TrainingWorkspace(tmp_path)))

    assert trained.steps == 6
    assert trained.comparison.overall is None


def test_labels_too_few_for_a_sample_are_refused(tmp_path: Path) -> None:
    short = BallData((dot_footage("a", frames=2),), procedural=False)

    with pytest.raises(UserError, match="nothing to train on"):
        drained(run_training(a_run(tmp_path, short), TrainingWorkspace(tmp_path)))
