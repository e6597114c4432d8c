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
from inference.training.checkpoint import Checkpoint
from inference.training.config import TrainingSettings
from inference.training.distributed import Team
from inference.training.trainer import TrainingProgress, train
from storage.errors import UserError
from tests.draining import drained
from tests.inference.ball.nets.tiny import TINY
from tests.inference.ball.training.judges import Moody
from tests.inference.ball.training.samples import Dots

torch.set_num_threads(1)  # nets as small as these lose time by sharing work
SETTINGS = TrainingSettings(steps=8, batch=4, warmup=3, seed=7)


def new_net() -> Compact:
    torch.manual_seed(2)
    return Compact(TINY)


def checkpoint(folder: Path) -> Checkpoint:
    return Checkpoint(folder / "checkpoint", "dots")


def trained(folder: Path, settings: TrainingSettings = SETTINGS) -> Compact:
    return drained(train(new_net(), Dots(), settings, checkpoint(folder)))


def same(one: nn.Module, other: nn.Module) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def test_a_net_learns_where_dots_are(tmp_path: Path) -> None:
    settings = TrainingSettings(steps=120, batch=8, rate=1e-2, warmup=10)

    steps = list(train(new_net(), Dots(), settings, checkpoint(tmp_path)))

    assert steps[-1].loss < 0.6 * steps[5].loss


def test_a_finished_training_is_not_done_again(tmp_path: Path) -> None:
    net = trained(tmp_path)

    again = list(train(new_net(), Dots(), SETTINGS, checkpoint(tmp_path)))

    assert again == []
    assert same(net, trained(tmp_path))


def test_another_seed_trains_another_net(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()

    assert not same(trained(tmp_path), trained(tmp_path / "other", replace(SETTINGS, seed=8)))


def test_a_trained_net_is_ready_to_run_and_to_be_saved(tmp_path: Path) -> None:
    net = trained(tmp_path)

    assert not net.training
    assert all(value.is_contiguous() for value in net.state_dict().values())


@pytest.mark.parametrize(
    "make",
    [lambda: TrackNetV2(TrackNetV2Config(grey=True)), lambda: Wasb(WasbConfig(grey=True))],
)
def test_nets_that_draw_the_ball_learn_too(tmp_path: Path, make: Callable[[], nn.Module]) -> None:
    torch.manual_seed(2)
    settings = replace(SETTINGS, steps=4, batch=2, rate=1e-3, warmup=0)

    steps = list(train(make(), Dots(), settings, checkpoint(tmp_path)))

    assert steps[-1].loss < 0.9 * steps[0].loss


def test_nets_that_tell_hidden_balls_learn_too(tmp_path: Path) -> None:
    torch.manual_seed(2)
    net = Compact(replace(TINY, visibility=True))

    steps = list(train(net, Dots(), replace(SETTINGS, rate=1e-2), checkpoint(tmp_path)))

    assert steps[-1].loss < steps[0].loss


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_other_precisions_train_too(tmp_path: Path, precision: str) -> None:
    settings = replace(SETTINGS, precision=precision)  # type: ignore[arg-type]

    net = trained(tmp_path, settings)

    assert all(value.isfinite().all() for value in net.state_dict().values())
    assert not same(net, new_net())


def judged(folder: Path, right: list[int], settings: TrainingSettings) -> list[TrainingProgress]:
    return list(train(new_net(), Dots(), settings, checkpoint(folder), judge=Moody(right)))


def test_a_training_that_gets_no_better_ends(tmp_path: Path) -> None:
    settings = replace(SETTINGS, steps=100, look=2, patience=3)

    steps = judged(tmp_path, [10, 30, 20, 30, 25], settings)

    looks = [(p.step, p.score.hit) for p in steps if p.score]
    assert looks == [(2, 0.1), (4, 0.3), (6, 0.2), (8, 0.3), (10, 0.25)]
    assert steps[-1].step == 10


def test_the_weights_that_were_best_are_returned(tmp_path: Path) -> None:
    settings, judge = replace(SETTINGS, look=2, patience=9), Moody([10, 30, 20, 25])

    best = drained(train(new_net(), Dots(), settings, checkpoint(tmp_path), judge=judge))

    assert [same(best, net) for net in judge.judged] == [False, True, False, False]


def test_a_look_can_be_interrupted(tmp_path: Path) -> None:
    settings = replace(SETTINGS, look=2)
    work = train(new_net(), Dots(), settings, checkpoint(tmp_path), judge=Moody([50] * 4))

    steps = list(islice(work, 3))
    work.close()

    assert [(p.step, p.looking) for p in steps] == [(1, False), (2, True), (2, False)]


def test_a_training_that_runs_away_is_stopped(tmp_path: Path) -> None:
    settings = replace(SETTINGS, rate=1e30, warmup=0)

    with pytest.raises(UserError, match="The training ran away: at step 2 the loss is nan"):
        trained(tmp_path, settings)


def test_windows_that_cannot_be_dealt_out_are_told(tmp_path: Path) -> None:
    work = train(new_net(), Dots(), SETTINGS, checkpoint(tmp_path), team=Team(0, 3))

    with pytest.raises(UserError, match="4 windows cannot be dealt out to 3 processes"):
        next(work)
