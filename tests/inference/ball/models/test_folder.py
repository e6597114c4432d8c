import pickle
from dataclasses import asdict
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from inference.ball.models.folder import read_model
from inference.ball.nets.compact import Compact
from inference.ball.tracking.calibrated_confidence import NET_CALIBRATION
from inference.ball.tracking.confidence import Calibration
from inference.models.writer import toml
from storage.errors import UserError
from tests.inference.ball.nets.tiny import CARD, tiny_net, write_model


def test_a_model_is_read_as_it_was_written(tmp_path: Path) -> None:
    net = tiny_net()

    model = read_model(write_model(tmp_path / "mine", net))

    assert (model.name, model.slope, model.constant) == ("mine", 1.0, 0.0)
    assert (model.input_spec.width, model.input_spec.answered) == (512, (0, 1, 2))
    picture = torch.zeros((1, 3, 16, 24), dtype=torch.uint8)
    assert isinstance(model.net, Compact)
    assert torch.equal(model.net(picture), net(picture))


def test_a_card_may_say_what_its_tracks_are_worth(tmp_path: Path) -> None:
    calibration = Calibration(own=0.5, around=0.9, roughness=-1.4, constant=4.9, filled=0.7)
    card = f"{CARD}\n{toml({'confidence': asdict(calibration)})}"

    assert read_model(write_model(tmp_path / "mine", card=card)).calibration == calibration
    assert read_model(write_model(tmp_path / "other")).calibration == NET_CALIBRATION


def test_other_weights_have_another_hash(tmp_path: Path) -> None:
    one, other = (read_model(write_model(tmp_path / str(i), tiny_net(i))) for i in range(2))

    assert len(one.weights) == 64
    assert one.weights != other.weights


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        (CARD, "\x00 = [", "is not a TOML file"),
        (CARD, "a = " + 5000 * "[", "is not a TOML file"),
        ('task = "ball"', 'task = "actions"', "has task 'actions'"),
        ('"compact"', '"resnet"', "has architecture 'resnet'"),
        ('task = "ball"', 'task = "ball"\ncode = "os.system"', "unknown key 'code'"),
        ("frames = 3", "frames = 100000", "has frames 100000"),
        ("frames = 3", "frames = true", "has frames True"),
        ("stride = 2", "", "has stride None"),
        ("[8, 12]", "[8, -12]", "has widths -12"),
        ("[8, 12]", '"wide"', "has widths 'wide'"),
        ("[8, 12]", "[8]", "has 1 widths and 2 blocks"),
        ("[8, 12]\nblocks = [1, 1]", "[1024, 1024]\nblocks = [8, 8]", "too large to run"),
        ("[input]\nside = 512", "input = 512", r"has no table \[input\]"),
        ("side = 512", "side = 1e9", "has side 1000000000.0"),
        ("slope = 1.0", "slope = nan", "has slope nan"),
        ("[scores]", "[confidence]\nown = 1\n[scores]", "has around None"),
        ("[scores]", "[confidence]\nmine = 1\n[scores]", "unknown key 'mine'"),
    ],
)
def test_nonsense_in_the_card_is_told(tmp_path: Path, said: str, instead: str, told: str) -> None:
    folder = write_model(tmp_path / "mine", card=CARD.replace(said, instead))

    with pytest.raises(UserError, match=told):
        read_model(folder)


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


def test_a_pickle_with_code_in_it_is_not_run(tmp_path: Path) -> None:
    folder = write_model(tmp_path / "mine")
    (folder / "weights.safetensors").write_bytes(pickle.dumps(Bomb(tmp_path / "went off")))

    with pytest.raises(UserError, match=r"weights\.safetensors is damaged"):
        read_model(folder)
    assert not (tmp_path / "went off").exists()


def test_half_a_file_of_weights_is_told(tmp_path: Path) -> None:
    weights = write_model(tmp_path / "mine") / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])

    with pytest.raises(UserError, match="is damaged"):
        read_model(tmp_path / "mine")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "it lacks head.bias"),
        (torch.zeros(4), r"head.bias is float32 \(4,\); float32 \(9,\) is needed"),
        (torch.zeros(9, dtype=torch.int32), "head.bias is int32"),
        (torch.full((9,), torch.nan), "head.bias contains NaN or infinity"),
    ],
)
def test_weights_that_do_not_fit_the_net_are_named(
    tmp_path: Path, value: torch.Tensor | None, told: str
) -> None:
    weights = write_model(tmp_path / "mine") / "weights.safetensors"
    tensors = load_file(weights)
    del tensors["head.bias"]
    save_file(tensors | ({} if value is None else {"head.bias": value}), weights)

    with pytest.raises(UserError, match=told):
        read_model(tmp_path / "mine")


def test_a_weight_too_many_is_named(tmp_path: Path) -> None:
    weights = write_model(tmp_path / "mine") / "weights.safetensors"
    save_file(load_file(weights) | {"tail": torch.zeros(1)}, weights)

    with pytest.raises(UserError, match="it holds tail, which this net does not have"):
        read_model(tmp_path / "mine")


@pytest.mark.parametrize("missing", ["model.toml", "weights.safetensors"])
def test_a_folder_with_one_of_its_files_is_told(tmp_path: Path, missing: str) -> None:
    (write_model(tmp_path / "mine") / missing).unlink()

    with pytest.raises(UserError, match=f"{missing} cannot be read"):
        read_model(tmp_path / "mine")
