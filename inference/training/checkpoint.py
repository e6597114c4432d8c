"""Where a training stands, on disk: one file of tensors and plain words, never a pickle."""

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
    """The file `path` of one training, which `purpose` tells from all others."""

    path: Path
    purpose: str  # net, settings and data, in any words

    def save(self, tensors: Mapping[str, Tensor]) -> None:
        """Write what `restore` needs, replacing what was there. UserError if the disk refuses."""
        with file_written_beside(self.path) as part:
            whole = {name: value.contiguous() for name, value in tensors.items()}
            save_file(whole, str(part), metadata={"purpose": self.purpose})

    def restore(self, tensors: Mapping[str, Tensor]) -> None:
        """Write the saved values into `tensors`; where there is no file they stay as they are.

        UserError if the file is damaged or another training's.
        """
        if not self.path.exists():
            return
        try:
            with safe_open(str(self.path), framework="pt") as file:
                words = file.metadata() or {}
                if words.get("purpose") != self.purpose or set(file.keys()) != set(tensors):
                    raise UserError(
                        f"{self.path} belongs to another training.",
                        "Give this one another folder, or remove the file to start anew.",
                    )
                with torch.no_grad():
                    for name, value in tensors.items():
                        value.copy_(file.get_tensor(name))
        except (SafetensorError, OSError, ValueError, KeyError, RuntimeError) as error:
            raise UserError(
                f"The checkpoint {self.path} is damaged.", "Remove it to start anew."
            ) from error
