import pytest
import torch

from inference.runtime.backends import has_native_bf16
from inference.training.config import TrainingSettings, learning_rate, usual_precision


@pytest.mark.parametrize(
    ("step", "share"), [(0, 1 / 40), (39, 1), (40, 1), (540, 0.505), (1040, 0.01)]
)
def test_the_rate_rises_in_a_line_and_falls_along_a_cosine(step: int, share: float) -> None:
    settings = TrainingSettings(steps=1040, rate=2e-3)

    assert learning_rate(settings, step) == pytest.approx(2e-3 * share)


def test_a_cpu_trains_in_bf16_only_where_it_computes_in_it() -> None:
    assert usual_precision(torch.device("cpu")) == ("bf16" if has_native_bf16() else "fp32")
