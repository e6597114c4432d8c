"""Whether there is a GPU to run networks on, asked without waking PyTorch where there is none."""

import shutil
from pathlib import Path

# what the drivers of NVIDIA, of WSL and of AMD show; PyTorch calls all of them CUDA
_SIGNS = ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd")


def cuda_is_there() -> bool:
    """Whether PyTorch can use a GPU here. Takes seconds where PyTorch has to be loaded for it."""
    if not any(Path(sign).exists() for sign in _SIGNS) and shutil.which("nvidia-smi") is None:
        return False
    import torch  # takes seconds: only where there may be something to find

    return bool(torch.cuda.is_available())
