import pytest
import torch

from inference.ball.nets.compact import Compact
from inference.training.config import Precision, TrainingSettings
from inference.training.dataloader import batches
from inference.training.distributed import ALONE
from inference.training.state import TrainingState
from tests.inference.ball.nets.tiny import TINY
from tests.inference.ball.training.samples import Dots


def state(learned: int = 0, precision: Precision = "fp32", judged: bool = False) -> TrainingState:
    torch.manual_seed(2)
    settings = TrainingSettings(steps=9, batch=2, precision=precision)
    found = TrainingState(Compact(TINY), settings, ALONE, judged)
    learn(found, settings, 0, learned)
    return found


def learn(found: TrainingState, settings: TrainingSettings, first: int, count: int) -> None:
    windows = batches(Dots(), settings, ALONE, first, 0)
    for _ in range(count):
        found.learn(next(windows), 1e-3)


def test_a_state_is_all_that_a_step_needs() -> None:
    there, here = state(learned=2), state()
    for name, value in here.tensors().items():
        value.data.copy_(there.tensors()[name])
    here.restored()

    for each in (there, here):
        learn(each, TrainingSettings(steps=9, batch=2), 2, 1)

    pairs = zip(here.tensors().values(), there.tensors().values(), strict=True)
    assert all(torch.equal(a, b) for a, b in pairs)


def test_the_scale_of_costs_in_fp16_is_part_of_it() -> None:
    found = state(precision="fp16")
    found.tensors()["scale"].copy_(torch.tensor([1024.0, 7.0]))
    found.restored()

    learn(found, TrainingSettings(steps=9, batch=2), 0, 1)

    assert found.tensors()["scale"].tolist() == [1024.0, 8.0]


def test_only_a_training_that_is_judged_keeps_its_best_weights() -> None:
    plain, judged = (state(judged=judged).tensors() for judged in (False, True))

    assert {name.split(".")[0] for name in set(judged) - set(plain)} == {"best"}


def test_the_mean_follows_the_net_more_and_more_slowly() -> None:
    found = state(learned=1)

    before = found.mean["head.bias"].clone()
    learn(found, TrainingSettings(steps=9, batch=2), 1, 1)

    now = found.tensors()["net.head.bias"]
    assert torch.allclose(found.mean["head.bias"], before + (now - before) * 10 / 12)


def test_a_net_to_be_judged_is_another_one() -> None:
    found = state(learned=1)

    net = found.mean_net()
    net.requires_grad_(False).zero_grad()
    net.head.bias.zero_()  # type: ignore[union-attr, operator]

    assert not net.training
    assert found.mean["head.bias"].any()
    assert found.tensors()["net.head.bias"].any()


@pytest.mark.parametrize("norms", [True, False])
def test_norms_learn_or_are_held_while_all_else_learns(norms: bool) -> None:
    torch.manual_seed(2)
    settings = TrainingSettings(steps=9, batch=2, norms=norms)
    found = TrainingState(Compact(TINY), settings, ALONE, judged=False)
    before = {name: value.clone() for name, value in found.tensors().items()}

    learn(found, settings, 0, 1)

    def moved(end: str) -> bool:
        return any(
            not torch.equal(value, before[name])
            for name, value in found.tensors().items()
            if name.startswith("net.") and name.endswith(end)
        )

    assert moved("running_mean") == norms
    assert moved("head.bias")
