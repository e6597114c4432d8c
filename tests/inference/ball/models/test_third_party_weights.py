import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from inference.ball.models.folder import read_model
from inference.ball.models.third_party_weights import convert_weights, read_published
from inference.ball.nets.tracknet import TrackNet, TrackNetConfig
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.nets.wasb import Wasb, WasbConfig
from inference.models.card import read_card
from inference.models.third_party_weights import read_weights_file
from storage.errors import UserError

State = dict[str, Tensor]


@pytest.fixture(scope="module")
def state() -> State:
    """Weights by chance under the names of a published net."""
    torch.manual_seed(2)
    return Wasb(WasbConfig()).state_dict()


def saved(folder: Path, values: Any) -> Path:
    path = folder / "best.pt"
    torch.save(values, path)
    return path


@pytest.mark.parametrize(
    ("make", "name", "shown", "answered"),
    [
        (lambda: TrackNet(TrackNetConfig()), "tracknet", 3, (2,)),
        (lambda: TrackNet(TrackNetConfig(norm_first=True)), "tracknet", 3, (2,)),
        (lambda: TrackNetV2(TrackNetV2Config()), "tracknetv2", 3, (0, 1, 2)),
        (lambda: TrackNetV2(TrackNetV2Config(8, True)), "tracknetv2", 8, tuple(range(8))),
        (lambda: Wasb(WasbConfig()), "wasb", 3, (0, 1, 2)),
    ],
    ids=["v1", "v1 norm first", "v2", "v3", "wasb"],
)
def test_published_weights_tell_their_net(
    tmp_path: Path,
    make: Callable[[], nn.Module],
    name: str,
    shown: int,
    answered: tuple[int, ...],
) -> None:
    net = make()

    model = read_published(saved(tmp_path, net.state_dict()))

    assert (model.name, model.architecture) == ("best", name)
    assert (model.input_spec.frames, model.input_spec.answered) == (shown, answered)
    assert model.net.config == net.config  # type: ignore[union-attr]
    for key, value in net.state_dict().items():
        assert torch.equal(model.net.state_dict()[key], value)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda state: {"model": state, "epoch": 3},
        lambda state: {"state_dict": state},
        lambda state: {"model_state": {f"module.{key}": value for key, value in state.items()}},
        lambda state: {"model_state_dict": state, "optimizer": {"lr": 0.1}},
        lambda state: {f"module.module.{key}": value for key, value in state.items()},
        lambda state: {k: v for k, v in state.items() if not k.endswith("num_batches_tracked")},
        lambda state: {k: v.half() if v.is_floating_point() else v for k, v in state.items()},
    ],
)
def test_weights_may_come_wrapped(
    tmp_path: Path, state: State, wrap: Callable[[State], object]
) -> None:
    model = read_published(saved(tmp_path, wrap(state)))

    read = model.net.state_dict()  # type: ignore[union-attr]
    assert torch.allclose(read["conv1.weight"], state["conv1.weight"], atol=1e-3)


def test_a_file_becomes_a_model_folder(tmp_path: Path, state: State) -> None:
    path = saved(tmp_path, state)

    assert convert_weights(path, read_weights_file(path), tmp_path / "wasb")

    published, own = read_published(path), read_model(tmp_path / "wasb")
    assert (own.name, own.architecture) == ("wasb", "wasb")
    assert (own.input_spec, own.weights) == (published.input_spec, published.weights)


def test_any_name_of_a_file_can_stand_in_a_card(tmp_path: Path, state: State) -> None:
    path = saved(tmp_path, state).rename(tmp_path / "ball \U0001f3be \udcff.pt")

    assert convert_weights(path, read_weights_file(path), tmp_path / "wasb")

    title = read_card(tmp_path / "wasb").values["title"]
    assert title == "Weights of ball \U0001f3be ?.pt"


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path, state: State) -> None:
    path = saved(tmp_path, state)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.toml").write_text("mine")

    with pytest.raises(UserError, match="could not be written"):
        convert_weights(path, read_weights_file(path), tmp_path / "mine")
    assert (tmp_path / "mine" / "model.toml").read_text() == "mine"


def without(state: State, key: str) -> State:
    return {name: value for name, value in state.items() if name != key}


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda s: without(s, "layer1.0.conv3.weight"), "it lacks layer1.0.conv3.weight"),
        (lambda s: s | {"extra": torch.zeros(1)}, "extra"),
        (lambda s: s | {"bn1.bias": torch.zeros(3)}, r"bn1.bias is float32 \(3,\); .*64"),
        (lambda s: s | {"bn1.bias": torch.full((64,), torch.nan)}, "bn1.bias contains NaN"),
        (lambda s: s | {"conv1.weight": torch.zeros(64)}, "have an unusual conv1.weight"),
        (lambda s: s | {"conv1.weight": torch.zeros(64, 7, 3, 3)}, "7 input channels"),
        (lambda s: {"fc.weight": torch.zeros(2, 2)}, "weights of an unknown network: fc.weight"),
        (lambda s: {}, "has no state dict"),
        (lambda s: [1, 2], "has no state dict"),
        (lambda s: {"bn1.bias": 3}, "other things than tensors"),
        (lambda s: s | {"bn1.bias": torch.zeros(64).to_sparse()}, "other things than tensors"),
        (lambda s: s | {"bn1.bias": torch.zeros(64, device="meta")}, "other things than tensors"),
        (lambda s: s | {"bn1.bias": torch.zeros(1).expand(1 << 40)}, r"float32 \(1099511627776,\)"),
        (lambda s: s | {"bn1.bias": torch.zeros(64, dtype=torch.complex64)}, "is complex64"),
    ],
)
def test_what_does_not_fit_is_named(
    tmp_path: Path, state: State, change: Callable[[State], object], told: str
) -> None:
    with pytest.raises(UserError, match=told):
        read_published(saved(tmp_path, change(state)))


def test_a_tracknet_that_answers_for_other_pictures_is_refused(tmp_path: Path) -> None:
    weights = TrackNetV2(TrackNetV2Config()).state_dict()
    weights["predictor.weight"] = torch.zeros(1, 64, 1, 1)

    with pytest.raises(UserError, match="3 pictures in and 1 heat maps out"):
        read_published(saved(tmp_path, weights))


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize(
    "save", [torch.save, lambda value, path: path.write_bytes(pickle.dumps(value))]
)
def test_a_pickle_with_code_in_it_is_not_run(
    tmp_path: Path, save: Callable[[object, Path], object]
) -> None:
    path = tmp_path / "best.pt"
    save({"state_dict": Bomb(tmp_path / "went off")}, path)

    with pytest.raises(UserError, match="Nothing in it was run"):
        read_published(path)
    assert not (tmp_path / "went off").exists()


@pytest.mark.parametrize("kept", [0, 3, 1000, -1000])
def test_a_part_of_a_file_is_damaged(tmp_path: Path, state: State, kept: int) -> None:
    path = saved(tmp_path, state)
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(UserError, match="is damaged"):
        read_published(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_published(tmp_path / "gone.pt")
