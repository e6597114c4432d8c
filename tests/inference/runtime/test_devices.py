import pytest
import torch

from inference.runtime.devices import check_device, is_cuda_available
from storage.errors import UserError


def test_it_says_what_pytorch_says() -> None:
    assert is_cuda_available() is torch.cuda.is_available()


@pytest.mark.parametrize("name", ["auto", "cpu"])
def test_what_is_always_there_needs_no_check(name: str) -> None:
    check_device(name)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_gpu_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserError, match="cannot use a CUDA device"):
        check_device("cuda")
