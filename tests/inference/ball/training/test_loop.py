from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
import torch

from inference.ball.nets.compact import Compact
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.training.checkpoint import Checkpoint
from inference.ball.training.loop import TrainingSettings, learning_rate, train
from tests.draining import drained
from tests.inference.ball.nets.tiny import TINY
from tests.inference.ball.training.samples import Dots

torch.set_num_threads(1)  # nets as small as these lose time by sharing work
SETTINGS = TrainingSettings(steps=12, batch=4, warmup=3, seed=7)


def new_net() -> Compact:
    torch.manual_seed(2)
    return Compact(TINY)


def trained(folder: Path, settings: TrainingSettings = SETTINGS) -> Compact:
    return drained(train(new_net(), Dots(), settings, Checkpoint(folder / "checkpoint", "dots")))


def same(one: Compact, other: Compact) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def test_a_net_learns_where_dots_are(tmp_path: Path) -> None:
    settings = TrainingSettings(steps=120, batch=8, rate=1e-2, warmup=10)

    steps = list(train(new_net(), Dots(), settings, Checkpoint(tmp_path / "c", "dots")))

    assert steps[-1].loss < 0.6 * steps[5].loss


def test_a_killed_training_comes_to_the_same_net(tmp_path: Path) -> None:
    (tmp_path / "whole").mkdir()
    checkpoint = Checkpoint(tmp_path / "checkpoint", "dots")
    killed = train(new_net(), Dots(), replace(SETTINGS, pause=0.0), checkpoint)
    list(islice(killed, 5))
    killed.close()

    assert next(train(new_net(), Dots(), SETTINGS, checkpoint)).step == 6
    assert same(trained(tmp_path), trained(tmp_path / "whole"))


def test_a_finished_training_is_not_done_again(tmp_path: Path) -> None:
    net = trained(tmp_path)

    again = list(train(new_net(), Dots(), SETTINGS, Checkpoint(tmp_path / "checkpoint", "dots")))

    assert again == []
    assert same(net, trained(tmp_path))


def test_another_seed_trains_another_net(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()

    assert not same(trained(tmp_path), trained(tmp_path / "other", replace(SETTINGS, seed=8)))


def test_nets_that_draw_the_ball_learn_too(tmp_path: Path) -> None:
    torch.manual_seed(2)
    net = TrackNetV2(TrackNetV2Config(grey=True))
    settings = replace(SETTINGS, steps=6, batch=2, rate=1e-3)

    steps = list(train(net, Dots(), settings, Checkpoint(tmp_path / "c", "dots")))

    assert steps[-1].loss < 0.8 * steps[0].loss
    assert not net.training


def test_bf16_trains_too(tmp_path: Path) -> None:
    net = trained(tmp_path, replace(SETTINGS, precision="bf16"))

    assert all(value.isfinite().all() for value in net.state_dict().values())


@pytest.mark.parametrize(
    ("step", "share"), [(0, 1 / 40), (39, 1), (40, 1), (540, 0.505), (1040, 0.01)]
)
def test_the_rate_rises_in_a_line_and_falls_along_a_cosine(step: int, share: float) -> None:
    settings = TrainingSettings(steps=1040, rate=2e-3)

    assert learning_rate(settings, step) == pytest.approx(2e-3 * share)
