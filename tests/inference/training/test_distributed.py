import pytest
import torch
from torch import nn

from inference.training.distributed import SINGLE_PROCESS, init_distributed
from storage.errors import UserError

needs_no_gpu = pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")


def test_a_process_that_nobody_joins_trains_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)

    with init_distributed("cpu") as processes:
        assert processes == SINGLE_PROCESS
        assert processes.is_main


def test_who_is_alone_changes_no_net_and_shares_with_nobody() -> None:
    net = nn.Linear(1, 1)
    value = torch.ones(2)

    SINGLE_PROCESS.broadcast([value])

    assert SINGLE_PROCESS.wrap_ddp(net) is net
    assert value.tolist() == [1, 1]


@needs_no_gpu
def test_without_a_gpu_the_cpu_is_taken() -> None:
    with init_distributed("auto") as processes:
        assert processes.device.type == "cpu"


@needs_no_gpu
def test_a_gpu_that_is_not_there_is_told() -> None:
    with pytest.raises(UserError, match="finds no usable GPU"), init_distributed("cuda"):
        pass
