"""`touchline import model`, which is `app.cli.commands.import_model`."""

from pathlib import Path

import pytest
import torch

from inference.ball.models.folder import read_model
from inference.ball.nets.wasb import Wasb, WasbConfig
from tests.app.cli.commands.conftest import Touchline


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of weights by chance, as WASB's are published."""
    path = tmp_path_factory.mktemp("weights") / "best.pth"
    torch.save({"model_state_dict": Wasb(WasbConfig()).state_dict()}, path)
    return path


def test_weights_become_a_model_of_the_library(
    touchline: Touchline, weights: Path, tmp_path: Path
) -> None:
    ended = touchline("import", "model", weights)

    assert ended.status == 0
    assert ended.out.endswith("best: analyze with --model best\n")
    assert read_model(tmp_path / "library" / "models" / "best").architecture == "wasb"


@pytest.mark.parametrize("name", ["motion", "..", "a/b", "mine"])
def test_a_model_gets_a_name_of_its_own(
    touchline: Touchline, weights: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "library" / "models" / "mine").mkdir(parents=True)

    ended = touchline("import", "model", weights, "--name", name)

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert [path.name for path in (tmp_path / "library" / "models").iterdir()] == ["mine"]
