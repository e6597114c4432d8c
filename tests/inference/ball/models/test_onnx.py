from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper

from inference.ball.detection.net_detector import NetDetector, create_net_detector
from inference.ball.models.folder import read_model
from inference.ball.models.onnx import OnnxNet
from storage.errors import UserError
from tests.draining import drained
from tests.inference.ball.nets.strangers import GRID, MAPS, Bright, bright, cells, write_stranger


def detector(folder: Path) -> NetDetector:
    model = read_model(folder)
    size = model.input_spec.scaled_size(64, 48)
    return drained(create_net_detector(model, size, folder.parent / "engines.json"))


def spots(count: int, colour: bool) -> NDArray[np.uint8]:
    """Pictures with a white square of 4 pixels that starts at (8, 12) and moves by (4, 0)."""
    shape = (count, 48, 64, 3) if colour else (count, 48, 64)
    pictures = np.zeros(shape, np.uint8)
    for t, picture in enumerate(pictures):
        picture[12:16, 8 + 4 * t : 12 + 4 * t] = 255
    return pictures


def test_maps_of_all_pictures_are_read(tmp_path: Path) -> None:
    found = detector(bright(tmp_path / "bright")).detect(spots(7, colour=False), 0)

    assert found.x[:, 0].tolist() == pytest.approx([9.5 + 4 * t for t in range(7)], abs=0.1)
    assert found.y[:, 0].tolist() == pytest.approx([13.5] * 7, abs=0.1)


def test_a_grid_of_the_newest_picture_is_read(tmp_path: Path) -> None:
    found = detector(cells(tmp_path / "cells")).detect(spots(7, colour=True), 0)

    # the middle of a cell that starts at 8, counted from its corner
    assert found.x[:, 0].tolist() == pytest.approx([9.5 + 4 * t for t in range(7)], abs=0.1)
    assert found.y[:, 0].tolist() == pytest.approx([13.5] * 7, abs=0.1)


def test_a_model_for_two_windows_at_once_gets_two(tmp_path: Path) -> None:
    folder = write_stranger(tmp_path / "two", Bright(), torch.zeros(2, 3, 48, 64), MAPS)
    model = onnx.load(folder / "net.onnx")
    model.graph.input[0].type.tensor_type.shape.dim[0].dim_value = 2
    onnx.save(model, folder / "net.onnx")

    found = detector(folder).detect(spots(9, colour=False), 0)

    assert read_model(folder).input_spec.batch == 2
    assert found.x[:, 0].tolist() == pytest.approx([9.5 + 4 * t for t in range(9)], abs=0.1)


def test_pictures_of_another_shape_are_filled_up(tmp_path: Path) -> None:
    model = read_model(bright(tmp_path / "bright"))
    size = model.input_spec.scaled_size(48, 96)
    detect = drained(create_net_detector(model, size, tmp_path / "engines.json")).detect

    pictures = np.zeros((3, size[1], size[0]), np.uint8)
    pictures[:, 20:24, 10:14] = 255

    assert size == (24, 48)
    assert detect(pictures, 0).x[:, 0].tolist() == pytest.approx([11.5] * 3, abs=0.1)


def test_another_scaling_makes_another_model(tmp_path: Path) -> None:
    one, other = (
        read_model(bright(tmp_path / str(divisor), MAPS.replace("[output]", said + "\n[output]")))
        for divisor, said in ((255, ""), (1, "divisor = 1.0"))
    )

    assert one.weights != other.weights


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        ("frames = 3", "frames = 2", r"takes \[0, 3, 48, 64\], where the card says \[0, 2, 48"),
        ("width = 64", "width = 60", r"the card says \[0, 3, 48, 60\]"),
        ('colour = "grey"', 'colour = "rgb"', r"the card says \[0, 9, 48, 64\]"),
        ('colour = "grey"', 'colour = "pink"', "has colour 'pink'; allowed: grey or rgb or bgr"),
        ('colour = "grey"', 'colour = "grey"\norder = 3', "has order 3"),
        ('colour = "grey"', 'colour = "grey"\ndivisor = 0', "has divisor 0"),
        ('colour = "grey"', 'colour = "grey"\nmean = [1, 2, 3]', "has mean"),
        ('colour = "grey"', 'colour = "grey"\nmeans = [1]', "unknown key 'means'"),
        ('kind = "maps"', 'kind = "boxes"', "has kind 'boxes'; allowed: maps or grid"),
        ('kind = "maps"', 'kind = "maps"\nanswers = "none"', "has answers 'none'"),
        ("[output]", "[outputs]", "unknown key 'outputs'"),
        ("[scores]", "[config]\na = 1\n[scores]", "unknown key 'config'"),
    ],
)
def test_nonsense_in_the_card_is_told(tmp_path: Path, said: str, instead: str, told: str) -> None:
    folder = bright(tmp_path / "bright", MAPS.replace(said, instead))

    with pytest.raises(UserError, match=told):
        read_model(folder)


def test_answers_of_another_shape_are_told_before_the_work(tmp_path: Path) -> None:
    folder = bright(tmp_path / "bright", MAPS.replace('"maps"', '"maps"\nanswers = "newest"'))

    with pytest.raises(
        UserError, match=r"cannot be run: the output shape \(1, 3, 48, 64\) does not fit 1 heat"
    ):
        detector(folder)


def test_a_grid_that_is_none_is_told_before_the_work(tmp_path: Path) -> None:
    folder = cells(tmp_path / "cells", GRID.replace('"newest"\nvalues', '"all"\nvalues'))

    with pytest.raises(UserError, match="does not fit 3 grids"):
        detector(folder)


@pytest.mark.parametrize("data", [b"", b"no model", b"\x08\x07" * 99])
def test_what_is_no_model_is_told(tmp_path: Path, data: bytes) -> None:
    folder = bright(tmp_path / "bright")
    (folder / "net.onnx").write_bytes(data)

    with pytest.raises(UserError, match=r"net\.onnx cannot be used"):
        read_model(folder)


@pytest.mark.parametrize("names", [[], ["a.onnx", "b.onnx"]])
def test_a_folder_holds_one_model(tmp_path: Path, names: list[str]) -> None:
    (tmp_path / "model.toml").write_text(MAPS)
    for name in names:
        (tmp_path / name).write_bytes(b"")

    with pytest.raises(UserError, match=f"has {len(names)} .onnx files"):
        read_model(tmp_path)


def test_numbers_are_brought_to_what_the_model_wants() -> None:
    mean, deviation = torch.tensor([[[0.5]]]), torch.tensor([[[0.25]]])
    net = OnnxNet(b"", True, 255.0, mean, deviation)

    assert net.preprocess(torch.full((1, 1, 1, 1), 255, dtype=torch.uint8)).item() == 2.0


def one_node(folder: Path, domain: str = "", outside: bool = False, inputs: int = 1) -> Path:
    """A model folder whose only operation adds what it may keep in another file."""
    weight = helper.make_tensor("w", TensorProto.FLOAT, [1], [1.0])
    if outside:
        weight.ClearField("float_data")
        weight.data_location = TensorProto.EXTERNAL
        weight.external_data.add(key="location", value="../../secret")
    shape: list[str | int | None] = ["b", 3, 48, 64]
    ends = [helper.make_tensor_value_info(f"x{i}", TensorProto.FLOAT, shape) for i in range(inputs)]
    out = helper.make_tensor_value_info("y", TensorProto.FLOAT, shape)
    node = helper.make_node("Add", ["x0", "w"], ["y"], domain=domain)
    graph = helper.make_graph([node], "net", ends, [out], [weight])
    opsets = [helper.make_opsetid("", 17)] + ([helper.make_opsetid(domain, 1)] if domain else [])
    folder.mkdir()
    (folder / "model.toml").write_text(MAPS)
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    (folder / "net.onnx").write_bytes(model.SerializeToString())
    return folder


def test_a_model_made_by_hand_runs(tmp_path: Path) -> None:
    assert detector(one_node(tmp_path / "hand")).engine


@pytest.mark.parametrize(
    ("make", "told"),
    [
        ({"domain": "evil"}, "uses operations of evil"),
        ({"outside": True}, "keeps weights in other files"),
        ({"inputs": 2}, "has 2 inputs"),
    ],
)
def test_a_model_that_wants_what_is_outside_is_refused(
    tmp_path: Path, make: dict[str, object], told: str
) -> None:
    with pytest.raises(UserError, match=told):
        read_model(one_node(tmp_path / "net", **make))  # type: ignore[arg-type]
