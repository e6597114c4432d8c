import pytest
import torch

from inference.runtime.backends import has_native_bf16
from inference.training.config import (
    TrainingConfig,
    default_eval_interval,
    default_precision,
    scheduled_learning_rate,
)


@pytest.mark.parametrize(
    ("step", "share"), [(0, 1 / 40), (39, 1), (40, 1), (540, 0.505), (1040, 0.01)]
)
def test_the_rate_rises_in_a_line_and_falls_along_a_cosine(step: int, share: float) -> None:
    config = TrainingConfig(steps=1040, learning_rate=2e-3)

    assert scheduled_learning_rate(config, step) == pytest.approx(2e-3 * share)


def test_a_cpu_trains_in_bf16_only_where_it_computes_in_it() -> None:
    assert default_precision(torch.device("cpu")) == ("bf16" if has_native_bf16() else "fp32")


@pytest.mark.parametrize(("steps", "interval"), [(6, 50), (300, 60), (4000, 250)])
def test_validations_are_neither_rare_nor_expensive(steps: int, interval: int) -> None:
    assert default_eval_interval(steps) == interval
