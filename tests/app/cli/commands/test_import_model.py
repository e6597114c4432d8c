"""`touchline import model`, which is `app.cli.commands.import_model`."""

from pathlib import Path

import pytest
import torch

from app.cli.arguments.exit_status import DONE
from app.cli.arguments.parser import parse
from app.cli.commands.import_model import run
from inference.ball.models.folder import read_model
from inference.ball.nets.wasb import Wasb, WasbConfig
from storage.errors import UserError
from tests.app.cli.commands.conftest import Touchline
from tests.inference.ball.nets.tiny import write_model


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


def test_a_model_folder_keeps_its_name_unless_told_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_model(tmp_path / "theirs")
    words = ["import", "model", str(tmp_path / "theirs"), "--library", str(tmp_path / "library")]

    statuses = run(parse(words)), run(parse([*words, "--name", "ours"]))

    assert statuses == (DONE, DONE)
    models = tmp_path / "library" / "models"
    assert {path.name for path in models.iterdir()} == {"theirs", "ours"}
    assert f"{models / 'ours'}: analyze with --model ours\n" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["gone.pth", "notes.txt"])
def test_what_is_no_model_is_refused_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("no model")
    words = ["import", "model", str(tmp_path / name), "--library", str(tmp_path / "library")]

    with pytest.raises(UserError, match="is not a model"):
        run(parse(words))
    assert list((tmp_path / "library" / "models").iterdir()) == []
