import pytest
import torch

from inference.ball.nets.compact import Compact
from inference.ball.task import BallTask
from inference.training.config import Precision, TrainingConfig
from inference.training.dataloader import load_batches
from inference.training.distributed import SINGLE_PROCESS
from inference.training.state import TrainingState
from tests.inference.ball.nets.tiny import TINY
from tests.inference.ball.training.samples import Dots


def state(steps: int = 0, precision: Precision = "fp32", keep_best: bool = False) -> TrainingState:
    torch.manual_seed(2)
    config = TrainingConfig(steps=9, batch_size=2, precision=precision)
    made = TrainingState(BallTask(), Compact(TINY), config, SINGLE_PROCESS, keep_best)
    train_steps(made, config, 0, steps)
    return made


def train_steps(made: TrainingState, config: TrainingConfig, first: int, count: int) -> None:
    batches = load_batches(Dots(), config, SINGLE_PROCESS, first, 0)
    for _ in range(count):
        made.training_step(next(batches), 1e-3)


def test_a_state_is_all_that_a_step_needs() -> None:
    there, here = state(steps=2), state()
    for name, value in here.tensors().items():
        value.data.copy_(there.tensors()[name])
    here.restored()

    for each in (there, here):
        train_steps(each, TrainingConfig(steps=9, batch_size=2), 2, 1)

    pairs = zip(here.tensors().values(), there.tensors().values(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


def test_the_scale_of_costs_in_fp16_is_part_of_it() -> None:
    made = state(precision="fp16")
    made.tensors()["scale"].copy_(torch.tensor([1024.0, 7.0]))
    made.restored()

    train_steps(made, TrainingConfig(steps=9, batch_size=2), 0, 1)

    assert made.tensors()["scale"].tolist() == [1024.0, 8.0]


def test_only_a_training_that_is_judged_keeps_its_best_weights() -> None:
    plain, keeping = (state(keep_best=keep_best).tensors() for keep_best in (False, True))

    assert {name.split(".")[0] for name in set(keeping) - set(plain)} == {"best"}


def test_the_mean_follows_the_net_more_and_more_slowly() -> None:
    made = state(steps=1)

    before = made.ema["head.bias"].clone()
    train_steps(made, TrainingConfig(steps=9, batch_size=2), 1, 1)

    now = made.tensors()["net.head.bias"]
    assert torch.allclose(made.ema["head.bias"], before + (now - before) * 10 / 12)


def test_a_net_to_be_judged_is_another_one() -> None:
    made = state(steps=1)

    net = made.ema_model()
    net.requires_grad_(False).zero_grad()
    net.head.bias.zero_()  # type: ignore[union-attr, operator]

    assert not net.training
    assert made.ema["head.bias"].any()
    assert made.tensors()["net.head.bias"].any()


@pytest.mark.parametrize("train", [True, False])
def test_norms_learn_or_are_held_while_all_else_learns(train: bool) -> None:
    torch.manual_seed(2)
    config = TrainingConfig(steps=9, batch_size=2, train_batch_norm=train)
    made = TrainingState(BallTask(), Compact(TINY), config, SINGLE_PROCESS, keep_best=False)
    before = {name: value.clone() for name, value in made.tensors().items()}

    train_steps(made, config, 0, 1)

    def moved(end: str) -> bool:
        return any(
            not torch.equal(value, before[name])
            for name, value in made.tensors().items()
            if name.startswith("net.") and name.endswith(end)
        )

    assert moved("running_mean") == train
    assert moved("head.bias")
