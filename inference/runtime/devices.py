"""Whether there is a GPU to run networks on, asked without waking PyTorch where there is none."""

import shutil
from pathlib import Path

from storage.errors import UserError

# what the drivers of NVIDIA, of WSL and of AMD show; PyTorch calls all of them CUDA
_SIGNS = ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd")


def is_cuda_available() -> bool:
    """Whether PyTorch can use a GPU here. Takes seconds where PyTorch has to be loaded for it."""
    if not any(Path(sign).exists() for sign in _SIGNS) and shutil.which("nvidia-smi") is None:
        return False
    import torch  # takes seconds: only where there may be something to find

    return bool(torch.cuda.is_available())


def check_device(name: str) -> None:
    """Raise UserError if a GPU is asked for ("cuda") that PyTorch cannot use."""
    if name == "cuda" and not is_cuda_available():
        raise UserError(
            "PyTorch cannot use a CUDA device here.",
            "Use --device auto, or see what touchline doctor says about the GPU.",
        )
