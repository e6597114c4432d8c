import torch

from inference.runtime.devices import cuda_is_there


def test_it_says_what_pytorch_says() -> None:
    assert cuda_is_there() is torch.cuda.is_available()
