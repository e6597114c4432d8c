import pytest
import torch
from torch import nn

from inference.training.distributed import ALONE, joined_team
from storage.errors import UserError

needs_no_gpu = pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")


def test_a_process_that_nobody_joins_trains_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)

    with joined_team("cpu") as team:
        assert team == ALONE
        assert team.leads


def test_who_is_alone_changes_no_net_and_shares_with_nobody() -> None:
    net = nn.Linear(1, 1)
    value = torch.ones(2)

    ALONE.share([value])

    assert ALONE.together(net) is net
    assert value.tolist() == [1, 1]


@needs_no_gpu
def test_without_a_gpu_the_cpu_is_taken() -> None:
    with joined_team("auto") as team:
        assert team.device.type == "cpu"


@needs_no_gpu
def test_a_gpu_that_is_not_there_is_told() -> None:
    with pytest.raises(UserError, match="no GPU that PyTorch can use"), joined_team("cuda"):
        pass
