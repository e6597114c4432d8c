"""`touchline analyze` with the models of others."""

import json
import pickle
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch

from inference.ball.nets.tracknet import TrackNet, TrackNetConfig
from storage.media.encoding import MovieWriter, PictureFormat
from tests.app.commands.conftest import HEIGHT, WIDTH, Touchline
from tests.inference.ball.nets.strangers import MAPS, Bright, bright, write_stranger

CPU = ("--device", "cpu")


@pytest.fixture(scope="module")
def glimpse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of five small pictures, for nets that take their time."""
    path = tmp_path_factory.mktemp("clips") / "glimpse.mp4"
    with MovieWriter(path, PictureFormat(64, 48, Fraction(1, 25), Fraction(25))) as movie:
        for frame in range(5):
            movie.write_pixels(np.full((48, 64, 3), 50 * frame, np.uint8), frame, 1)
    return path


@pytest.fixture(scope="module")
def tracknet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Weights by chance in a file as TrackNet's are published."""
    torch.manual_seed(0)
    path = tmp_path_factory.mktemp("weights") / "tracknet.pt"
    torch.save(TrackNet(TrackNetConfig()).state_dict(), path)
    return path


def test_an_onnx_model_finds_the_ball(touchline: Touchline, clip: Path, tmp_path: Path) -> None:
    card = MAPS.replace("width = 64", f"width = {WIDTH}").replace(
        "height = 48", f"height = {HEIGHT}"
    )
    folder = write_stranger(tmp_path / "bright", Bright(), torch.zeros(1, 3, HEIGHT, WIDTH), card)

    ended = touchline("analyze", clip, "--model", folder, "--out", tmp_path, *CPU)

    facts = json.loads((tmp_path / "rally.summary.json").read_text())
    assert (ended.status, facts["model"], facts["device"]) == (0, "bright", "cpu")
    assert facts["visible"] > 30
    assert "-cpu-" in facts["engine"]


def test_published_weights_run_from_their_file_and_as_a_model_of_ones_own(
    touchline: Touchline, glimpse: Path, tracknet: Path, tmp_path: Path
) -> None:
    taken = touchline("import", "model", tracknet, "--name", "mine")
    ended = [
        touchline("analyze", glimpse, "--model", model, "--out", tmp_path / "out", *CPU)
        for model in (tracknet, "mine")
    ]

    assert [one.status for one in (taken, *ended)] == [0, 0, 0]
    facts = json.loads((tmp_path / "out" / "glimpse.summary.json").read_text())
    assert (facts["model"], facts["frames"]) == ("mine", 5)


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("kind", ["code", "half", "nonsense", "shapes"])
def test_a_model_that_cannot_run_is_told_in_one_line(
    touchline: Touchline, clip: Path, tracknet: Path, tmp_path: Path, kind: str
) -> None:
    model = tmp_path / "bad.pt"
    if kind == "code":
        model.write_bytes(pickle.dumps(Bomb(tmp_path / "went off")))
    elif kind == "half":
        model.write_bytes(tracknet.read_bytes()[:-1000])
    elif kind == "nonsense":
        model = bright(tmp_path / "bad", MAPS.replace("frames = 3", "frames = -3"))
    else:
        torch.save({"conv18.block.0.weight": torch.zeros(1, 1)}, model)

    ended = touchline("analyze", clip, "--model", model, "--out", tmp_path / "out")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert not (tmp_path / "went off").exists()
    assert not list((tmp_path / "out").iterdir())
