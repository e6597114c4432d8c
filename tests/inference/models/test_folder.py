import hashlib
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from inference.models.folder import read_weights, weight_problems
from inference.models.locations import WEIGHTS
from storage.errors import UserError

NET = nn.Linear(3, 2).eval()


def weights(**changes: Tensor) -> dict[str, Tensor]:
    return {**NET.state_dict(), **changes}


def test_weights_come_back_in_a_net_that_only_runs(tmp_path: Path) -> None:
    save_file(weights(), tmp_path / WEIGHTS)

    net, digest = read_weights(tmp_path, lambda: nn.Linear(3, 2))

    values = torch.ones(1, 3)
    assert torch.equal(net(values), NET(values))
    assert digest == hashlib.sha256((tmp_path / WEIGHTS).read_bytes()).hexdigest()
    assert not net.training
    assert not any(parameter.requires_grad for parameter in net.parameters())


@pytest.mark.parametrize("data", [b"", b"no weights", b"\xff" * 100, b"\x02\0\0\0\0\0\0\0{}more"])
def test_a_file_that_holds_no_weights_is_told_as_damaged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / WEIGHTS).write_bytes(data)

    with pytest.raises(UserError, match="is damaged"):
        read_weights(tmp_path, lambda: nn.Linear(3, 2))


def test_weights_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        read_weights(tmp_path, lambda: nn.Linear(3, 2))


def test_weights_of_another_net_are_refused(tmp_path: Path) -> None:
    save_file(weights(), tmp_path / WEIGHTS)

    with pytest.raises(UserError, match="is needed"):
        read_weights(tmp_path, lambda: nn.Linear(4, 2))


def test_the_right_weights_have_no_problem() -> None:
    assert weight_problems(NET.state_dict(), weights()) == []


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        ({"bias": torch.zeros(2)}, "it lacks weight"),
        (weights(more=torch.zeros(1)), "it holds more, which this net does not have"),
        (weights(bias=torch.zeros(3)), "bias is float32 (3,); float32 (2,) is needed"),
        (
            weights(bias=torch.zeros(2, dtype=torch.float16)),
            "bias is float16 (2,); float32 (2,) is needed",
        ),
        (weights(bias=torch.tensor([0, torch.nan])), "bias contains NaN or infinity"),
        (weights(bias=torch.tensor([0, -torch.inf])), "bias contains NaN or infinity"),
    ],
)
def test_everything_that_is_wrong_with_weights_is_told(
    found: dict[str, Tensor], problem: str
) -> None:
    assert weight_problems(NET.state_dict(), found) == [problem]
