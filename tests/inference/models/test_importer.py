from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from inference.ball.models.folder import read_model
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.models.importer import import_model, new_model_name
from storage.errors import UserError
from tests.draining import drained
from tests.inference.ball.nets.tiny import write_model


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of the models of a library."""
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of weights by chance, as TrackNetV2's are published, in two formats."""
    folder = tmp_path_factory.mktemp("weights")
    state = TrackNetV2(TrackNetV2Config()).state_dict()
    save_file(state, folder / "best.safetensors")
    torch.save(state, folder / "best.pt")
    return folder


@pytest.mark.parametrize("part", ["", "model.toml", "weights.safetensors"])
def test_a_model_folder_is_taken_by_its_name_or_a_file_in_it(
    tmp_path: Path, own: Path, part: str
) -> None:
    theirs = write_model(tmp_path / "theirs")

    folder = drained(import_model(theirs / part, own, "mine"))

    assert folder == own / "mine"
    assert read_model(folder).weights == read_model(theirs).weights


@pytest.mark.parametrize("file", ["best.safetensors", "best.pt"])
def test_published_weights_are_taken_in_either_format(
    published: Path, own: Path, file: str
) -> None:
    folder = drained(import_model(published / file, own, "mine"))

    assert read_model(folder).architecture == "tracknetv2"


def test_a_damaged_model_leaves_nothing_behind(tmp_path: Path, own: Path) -> None:
    theirs = write_model(tmp_path / "theirs")
    (theirs / "weights.safetensors").write_bytes(b"torn")

    with pytest.raises(UserError, match="is damaged"):
        drained(import_model(theirs, own, "mine"))
    assert list(own.iterdir()) == []


def test_damaged_weights_leave_nothing_behind(tmp_path: Path, own: Path) -> None:
    (tmp_path / "torn.safetensors").write_bytes(b"torn")

    with pytest.raises(UserError, match="is damaged"):
        drained(import_model(tmp_path / "torn.safetensors", own, "mine"))
    assert list(own.iterdir()) == []


@pytest.mark.parametrize("name", ["folder", "notes.txt", "alone.onnx"])
def test_what_is_no_model_is_told(tmp_path: Path, own: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("") if path.suffix else path.mkdir()

    with pytest.raises(UserError, match="is not a model"):
        drained(import_model(path, own, "mine"))


def test_an_import_given_up_leaves_nothing_behind(tmp_path: Path, own: Path) -> None:
    work = import_model(write_model(tmp_path / "theirs"), own, "mine")
    for _ in range(3):
        next(work)
    work.close()

    assert list(own.iterdir()) == []


def test_a_new_model_name_is_that_of_no_other_model(tmp_path: Path, own: Path) -> None:
    theirs = write_model(tmp_path / "fast")
    assert new_model_name(theirs, own) == "fast-2"

    (own / "Fast-2").mkdir()
    assert new_model_name(theirs / "model.toml", own) == "fast-3"


def test_weights_of_an_unknown_network_are_refused(tmp_path: Path, own: Path) -> None:
    save_file({"fc.weight": torch.zeros(2, 2)}, tmp_path / "best.safetensors")

    with pytest.raises(UserError, match=r"an unknown network: fc\.weight.*reads weights of .*WASB"):
        drained(import_model(tmp_path / "best.safetensors", own, "mine"))
    assert list(own.iterdir()) == []
