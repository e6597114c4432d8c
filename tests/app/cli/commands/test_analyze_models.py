"""`touchline analyze` with the models of others."""

import json
import pickle
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from inference.ball.nets.tracknet import TrackNet, TrackNetConfig
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.nets.wasb import Wasb, WasbConfig
from storage.media.encoding import MovieWriter, PictureFormat
from tests.app.cli.commands.conftest import HEIGHT, WIDTH, Touchline
from tests.inference.ball.nets.strangers import MAPS, Bright, bright, write_stranger
from tests.inference.ball.nets.tiny import CARD, write_model

pytestmark = pytest.mark.usefixtures("library")  # to copy one is quicker than to make it

ROOT = Path(__file__).parents[4]
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


@pytest.mark.parametrize(
    "net",
    [TrackNetV2(TrackNetV2Config(8, background=True)), Wasb(WasbConfig())],
    ids=["TrackNetV3", "WASB"],
)
def test_weights_of_other_published_layouts_run(
    touchline: Touchline, glimpse: Path, tmp_path: Path, net: nn.Module
) -> None:
    torch.save({"model": net.state_dict()}, tmp_path / "best.pth")

    ended = touchline("analyze", glimpse, "--model", tmp_path / "best.pth", "--out", tmp_path, *CPU)

    facts = json.loads((tmp_path / "glimpse.summary.json").read_text())
    assert (ended.status, facts["model"], facts["frames"]) == (0, "best", 5)


class Bomb:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


def with_code(folder: Path, whole: Path) -> Path:
    (folder / "bad.pt").write_bytes(pickle.dumps(Bomb(folder / "went off")))
    return folder / "bad.pt"


def with_code_in_torchs_format(folder: Path, whole: Path) -> Path:
    torch.save({"state_dict": Bomb(folder / "went off")}, folder / "bad.pt")
    return folder / "bad.pt"


def with_code_for_weights(folder: Path, whole: Path) -> Path:
    weights = write_model(folder / "bad") / "weights.safetensors"
    weights.write_bytes(pickle.dumps(Bomb(folder / "went off")))
    return folder / "bad"


def half_a_file(folder: Path, whole: Path) -> Path:
    (folder / "bad.pt").write_bytes(whole.read_bytes()[:-1000])
    return folder / "bad.pt"


def half_the_weights(folder: Path, whole: Path) -> Path:
    weights = write_model(folder / "bad") / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    return folder / "bad"


def half_an_onnx_file(folder: Path, whole: Path) -> Path:
    model = bright(folder / "bad") / "net.onnx"
    model.write_bytes(model.read_bytes()[:-20])
    return folder / "bad"


def strange_shapes(folder: Path, whole: Path) -> Path:
    torch.save({"conv18.block.0.weight": torch.zeros(1, 1)}, folder / "bad.pt")
    return folder / "bad.pt"


def another_net(folder: Path, whole: Path) -> Path:
    return write_model(folder / "bad", card=CARD.replace("[8, 12]", "[8, 16]"))


def another_input(folder: Path, whole: Path) -> Path:
    return bright(folder / "bad", MAPS.replace("frames = 3", "frames = 4"))


def nonsense(folder: Path, whole: Path) -> Path:
    return bright(folder / "bad", MAPS.replace("frames = 3", "frames = -3"))


def no_toml(folder: Path, whole: Path) -> Path:
    return write_model(folder / "bad", card="\x00 = [")


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (with_code, "Nothing in it was run"),
        (with_code_in_torchs_format, "Nothing in it was run"),
        (with_code_for_weights, "weights.safetensors is damaged"),
        (half_a_file, "is damaged"),
        (half_the_weights, "weights.safetensors is damaged"),
        (half_an_onnx_file, "net.onnx cannot be used"),
        (strange_shapes, "bad.pt lack conv1.block.0.weight"),
        (another_net, "is float32 (8, 20, 1, 1); float32 (8, 24, 1, 1) is needed"),
        (another_input, "takes [0, 3, 48, 64], where the card says [0, 4, 48, 64]"),
        (nonsense, "model.toml has frames -3"),
        (no_toml, "model.toml is not a TOML file"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_model_that_cannot_run_is_told_in_one_line(
    touchline: Touchline,
    clip: Path,
    tracknet: Path,
    tmp_path: Path,
    make: Callable[[Path, Path], Path],
    told: str,
) -> None:
    ended = touchline(
        "analyze", clip, "--model", make(tmp_path, tracknet), "--out", tmp_path / "out"
    )

    assert (ended.status, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert told in ended.err
    assert not (tmp_path / "went off").exists()
    assert not list((tmp_path / "out").iterdir())


def test_the_program_itself_runs_no_code_of_a_model(clip: Path, tmp_path: Path) -> None:
    words = ["--library", tmp_path / "library", "analyze", clip, "--out", tmp_path / "out"]
    model = with_code(tmp_path, clip)

    ended = subprocess.run(
        [sys.executable, "-m", "app", *map(str, words), "--model", model],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    assert not (tmp_path / "went off").exists()
