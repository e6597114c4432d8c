from pathlib import Path

import pytest
import torch

from inference.training.checkpoint import Checkpoint
from storage.errors import UserError


def test_what_was_saved_comes_back(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "c", "a net")
    checkpoint.save({"a": torch.tensor([1.5, 2.5]), "b": torch.tensor(3)})

    tensors = {"a": torch.zeros(2), "b": torch.tensor(0)}
    checkpoint.restore(tensors)

    assert (tensors["a"].tolist(), int(tensors["b"])) == ([1.5, 2.5], 3)


def test_without_a_file_a_training_begins_at_zero(tmp_path: Path) -> None:
    tensors = {"step": torch.tensor(0)}

    Checkpoint(tmp_path / "none", "a net").restore(tensors)

    assert int(tensors["step"]) == 0


@pytest.mark.parametrize(("identity", "name"), [("another net", "a"), ("a net", "b")])
def test_the_checkpoint_of_another_training_is_refused(
    tmp_path: Path, identity: str, name: str
) -> None:
    Checkpoint(tmp_path / "c", "a net").save({"a": torch.zeros(2)})

    with pytest.raises(UserError, match="belongs to another training"):
        Checkpoint(tmp_path / "c", identity).restore({name: torch.zeros(2)})


@pytest.mark.parametrize("content", [b"", b"no tensors", b"\x80\x04." * 50])
def test_a_damaged_checkpoint_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c").write_bytes(content)

    with pytest.raises(UserError, match="is damaged"):
        Checkpoint(tmp_path / "c", "a net").restore({"a": torch.zeros(2)})


def test_values_of_another_shape_are_told(tmp_path: Path) -> None:
    Checkpoint(tmp_path / "c", "a net").save({"a": torch.zeros(2)})

    with pytest.raises(UserError, match="is damaged"):
        Checkpoint(tmp_path / "c", "a net").restore({"a": torch.zeros(3)})
