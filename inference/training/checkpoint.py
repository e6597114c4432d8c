"""Checkpoints: the state of a training on disk, one file of tensors and text, never a pickle."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from storage.errors import UserError
from storage.files import file_written_beside


@dataclass(frozen=True)
class Checkpoint:
    """The file `path` of one training, which `identity` tells from all others."""

    path: Path
    identity: str  # net, settings and data, in any words

    def save(self, tensors: Mapping[str, Tensor]) -> None:
        """Write what `restore` needs, replacing what was there. UserError if the disk refuses."""
        with file_written_beside(self.path) as part:
            contiguous = {name: value.contiguous() for name, value in tensors.items()}
            save_file(contiguous, str(part), metadata={"identity": self.identity})

    def restore(self, tensors: Mapping[str, Tensor]) -> None:
        """Write the saved values into `tensors`; where there is no file they stay as they are.

        UserError if the file is damaged or another training's.
        """
        if not self.path.exists():
            return
        try:
            with safe_open(str(self.path), framework="pt") as file:
                metadata = file.metadata() or {}
                same = metadata.get("identity") == self.identity
                if not same or set(file.keys()) != set(tensors):
                    raise UserError(
                        f"{self.path} belongs to another training.",
                        "Choose another folder, or delete the file to start over.",
                    )
                with torch.no_grad():
                    for name, value in tensors.items():
                        value.copy_(file.get_tensor(name))
        except (SafetensorError, OSError, ValueError, KeyError, RuntimeError) as error:
            raise UserError(
                f"The checkpoint {self.path} is damaged.", "Delete it to start over."
            ) from error

    def steps_done(self) -> int:
        """Training steps that it holds; 0 without a file, or with one that `restore` refuses."""
        if not self.path.exists():
            return 0
        try:
            with safe_open(str(self.path), framework="pt") as file:
                return int(file.get_tensor("step"))
        except (SafetensorError, OSError, ValueError, RuntimeError):
            return 0
