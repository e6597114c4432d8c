from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
import torch
from torch import nn

from inference.ball.nets.compact import Compact
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.nets.wasb import Wasb, WasbConfig
from inference.ball.task import BallTask
from inference.training.checkpoint import Checkpoint
from inference.training.config import TrainingConfig
from inference.training.distributed import DistributedContext
from inference.training.trainer import TrainingProgress, train
from storage.errors import UserError
from tests.draining import drained
from tests.inference.ball.nets.tiny import TINY
from tests.inference.ball.training.judges import Moody
from tests.inference.ball.training.samples import Dots

torch.set_num_threads(1)  # nets as small as these lose time by sharing work
TASK = BallTask()
CONFIG = TrainingConfig(steps=8, batch_size=4, warmup_steps=3, seed=7)


def new_net() -> Compact:
    torch.manual_seed(2)
    return Compact(TINY)


def checkpoint(folder: Path) -> Checkpoint:
    return Checkpoint(folder / "checkpoint", "dots")


def trained(folder: Path, config: TrainingConfig = CONFIG) -> Compact:
    return drained(train(TASK, Dots(), new_net(), config, checkpoint(folder)))


def same(one: nn.Module, other: nn.Module) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def test_a_net_learns_where_dots_are(tmp_path: Path) -> None:
    config = TrainingConfig(steps=120, batch_size=8, learning_rate=1e-2, warmup_steps=10)

    steps = list(train(TASK, Dots(), new_net(), config, checkpoint(tmp_path)))

    assert steps[-1].loss < 0.6 * steps[5].loss


def test_a_finished_training_is_not_done_again(tmp_path: Path) -> None:
    net = trained(tmp_path)

    again = list(train(TASK, Dots(), new_net(), CONFIG, checkpoint(tmp_path)))

    assert again == []
    assert same(net, trained(tmp_path))


def test_another_seed_trains_another_net(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()

    assert not same(trained(tmp_path), trained(tmp_path / "other", replace(CONFIG, seed=8)))


def test_a_trained_net_is_ready_to_run_and_to_be_saved(tmp_path: Path) -> None:
    net = trained(tmp_path)

    assert not net.training
    assert all(value.is_contiguous() for value in net.state_dict().values())


@pytest.mark.parametrize(
    "make",
    [
        lambda: TrackNetV2(TrackNetV2Config(grey=True)),
        lambda: Wasb(WasbConfig(widths=(8, 8, 16, 16), grey=True)),
    ],
)
def test_nets_that_draw_the_ball_learn_too(tmp_path: Path, make: Callable[[], nn.Module]) -> None:
    torch.manual_seed(2)
    config = replace(CONFIG, steps=4, batch_size=2, learning_rate=1e-3, warmup_steps=0)

    steps = list(train(TASK, Dots(), make(), config, checkpoint(tmp_path)))

    assert steps[-1].loss < 0.9 * steps[0].loss


def test_nets_that_tell_hidden_balls_learn_too(tmp_path: Path) -> None:
    torch.manual_seed(2)
    net = Compact(replace(TINY, visibility=True))

    steps = list(
        train(TASK, Dots(), net, replace(CONFIG, learning_rate=1e-2), checkpoint(tmp_path))
    )

    assert steps[-1].loss < steps[0].loss


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_other_precisions_train_too(tmp_path: Path, precision: str) -> None:
    config = replace(CONFIG, precision=precision)  # type: ignore[arg-type]

    net = trained(tmp_path, config)

    assert all(value.isfinite().all() for value in net.state_dict().values())
    assert not same(net, new_net())


def validated(folder: Path, right: list[int], config: TrainingConfig) -> list[TrainingProgress]:
    return list(train(TASK, Dots(), new_net(), config, checkpoint(folder), validator=Moody(right)))


def test_a_training_that_gets_no_better_ends(tmp_path: Path) -> None:
    config = replace(CONFIG, steps=100, eval_interval=2, patience=3)

    steps = validated(tmp_path, [10, 30, 20, 30, 25], config)

    validations = [(p.step, p.metrics.figures()["hit"]) for p in steps if p.metrics]
    assert validations == [(2, 0.1), (4, 0.3), (6, 0.2), (8, 0.3), (10, 0.25)]
    assert steps[-1].step == 10


def test_the_weights_that_were_best_are_returned(tmp_path: Path) -> None:
    config, validator = replace(CONFIG, eval_interval=2, patience=9), Moody([10, 30, 20, 25])

    best = drained(
        train(TASK, Dots(), new_net(), config, checkpoint(tmp_path), validator=validator)
    )

    assert [same(best, net) for net in validator.nets] == [False, True, False, False]


def test_a_validation_can_be_interrupted(tmp_path: Path) -> None:
    config = replace(CONFIG, eval_interval=2)
    work = train(TASK, Dots(), new_net(), config, checkpoint(tmp_path), validator=Moody([50] * 4))

    steps = list(islice(work, 3))
    work.close()

    assert [(p.step, p.validating) for p in steps] == [(1, False), (2, True), (2, False)]


def test_a_training_that_diverges_is_stopped(tmp_path: Path) -> None:
    config = replace(CONFIG, learning_rate=1e30, warmup_steps=0)

    with pytest.raises(UserError, match="The training diverged: the loss is nan at step 2"):
        trained(tmp_path, config)


def test_a_batch_that_cannot_be_divided_is_refused(tmp_path: Path) -> None:
    work = train(
        TASK, Dots(), new_net(), CONFIG, checkpoint(tmp_path), processes=DistributedContext(0, 3)
    )

    with pytest.raises(UserError, match="A batch of 4 cannot be divided among 3 processes"):
        next(work)
