import io
import os
import re
import signal
import sys
import tomllib
from pathlib import Path

import pytest
import torch

import app.cli.progress_bar
from app.cli.arguments.exit_status import WORLD
from app.cli.commands.train import train_in
from app.cli.main import main
from app.workflows.training.request import TrainingRequest
from inference.training.distributed import DistributedContext
from storage.errors import UserError
from storage.library.library import open_library
from tests.app.cli.commands.conftest import Touchline
from tests.forking import finished
from tests.inference.ball.nets.tiny import CARD, write_model
from tests.inference.ball.pictures import flying, pictures, write_video

torch.set_num_threads(1)  # nets as small as these lose time by sharing work
FRAMES = 160  # a little more than the fewest labels that are trained on
SHORT = ("--batch-size", "2", "--precision", "fp32")


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two labelled rallies of two venues."""
    folder = tmp_path_factory.mktemp("clips")
    for seed, venue in enumerate(("oslo", "rome"), 1):
        (folder / venue).mkdir()
        places = flying(FRAMES)
        write_video(folder / venue / f"{venue}.mp4", pictures(places, seed=seed)[:, ::2, ::2])
        rows = [f"{frame},1,{x / 2:.1f},{y / 2:.1f}\n" for frame, (x, y) in enumerate(places)]
        (folder / venue / f"{venue}.ball.csv").write_text("frame,visible,x,y\n" + "".join(rows))
    return folder


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A model that has learned nothing, for small pictures."""
    return write_model(tmp_path / "tiny", card=CARD.replace("512", "128"))


def card(folder: Path) -> dict[str, object]:
    return tomllib.loads((folder / "model.toml").read_text())


def test_a_model_is_trained_validated_written_and_run(
    touchline: Touchline, clips: Path, tiny: Path, tmp_path: Path
) -> None:
    words = ["--hold-out", "rome", "--from", str(tiny), "--steps", "4", *SHORT]

    ended = touchline("train", "ball", clips, *words, "--name", "mine", "--log", tmp_path / "log")

    model = tmp_path / "library" / "models" / "mine"
    assert ended.status == 0
    assert "Held out for validation: rome.mp4." in ended.err
    assert ended.out.splitlines()[1].startswith("rome.mp4")
    assert ended.out.splitlines()[-1] == f"{model}: analyze with --model mine"
    assert card(model)["parent"] == {"name": "tiny", "weights": card(model)["parent"]["weights"]}  # type: ignore[index]
    assert (tmp_path / "log" / "log.csv").is_file()
    again = touchline("analyze", clips / "rome" / "rome.mp4", "--model", "mine", "--out", tmp_path)
    assert again.status == 0


def test_a_model_can_be_made_without_a_real_picture(touchline: Touchline, tmp_path: Path) -> None:
    words = ["--steps", "1", "--out", str(tmp_path / "new"), "--preset", "fast", *SHORT]

    ended = touchline("train", "ball", "procedural", *words)

    assert ended.status == 0
    assert "the model cannot be validated" in ended.err
    assert [each["name"] for each in card(tmp_path / "new")["training"]] == [  # type: ignore[attr-defined]
        "Touchline's procedural samples"
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["{clips}", "--hold-out", "paris"], "No labelled video to hold out is called paris"),
        (["{clips}/oslo", "--from", "fancy"], "no model fancy"),
        (["{clips}/oslo", "--from", "motion"], "motion has no weights"),
        (["gone"], "gone does not exist"),
        ([], "No ball is labelled in this library"),
        (["{clips}", "--out", "{clips}"], "already exists"),
    ],
)
def test_what_cannot_be_trained_is_told_in_one_line(
    touchline: Touchline, clips: Path, words: list[str], told: str
) -> None:
    ended = touchline("train", "ball", *[word.format(clips=clips) for word in words])

    assert (ended.status, ended.err.count("\n"), ended.out) == (1, 1, "")
    assert told in ended.err


def test_of_several_processes_only_the_first_tells_what_is_wrong(tmp_path: Path) -> None:
    library = open_library(tmp_path / "library")
    request = TrainingRequest("ball", "fast", sources=("gone",))
    first, second = DistributedContext(0, 1), DistributedContext(1, 2)

    with pytest.raises(UserError, match="gone does not exist"):
        train_in(first, library, request)
    assert train_in(second, library, request) == WORLD


def test_too_few_labels_are_refused_with_advice(
    touchline: Touchline, clips: Path, tmp_path: Path
) -> None:
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "oslo.mp4").symlink_to(clips / "oslo" / "oslo.mp4")
    (tmp_path / "few" / "oslo.ball.csv").write_text("frame,visible,x,y\n1,1,5,6\n")

    ended = touchline("train", "ball", tmp_path / "few")

    assert ended.status == 1
    assert "There are 1 labelled frames to train on; at least 150 are needed." in ended.err
    assert "Label 149 more" in ended.err


class InterruptingStderr(io.TextIOWrapper):
    """Interrupts, as by Ctrl-C, once the first validation has been told: then it has saved."""

    validated = False

    def write(self, text: str) -> int:
        written = super().write(text)
        if "held out F1" in text and not self.validated:
            self.validated = True
            os.kill(os.getpid(), signal.SIGINT)
        return written


def interrupted_main(words: list[str]) -> int:
    app.cli.progress_bar._LINE_SECONDS = 0  # tells its progress at every step
    # background jobs inherit that it is off
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.stderr = InterruptingStderr(sys.stderr.buffer, line_buffering=True)
    return main(words)


def test_a_stopped_training_goes_on_with_the_same_command(
    touchline: Touchline, clips: Path, tiny: Path, tmp_path: Path
) -> None:
    words = ["train", "ball", str(clips), "--from", str(tiny), "--hold-out", "rome", *SHORT]
    words += ["--steps", "60", "--name", "mine"]
    alone = os.environ | {"OMP_NUM_THREADS": "1"}
    library = ["--library", str(tmp_path / "library")]
    stopped = finished(interrupted_main, [*library, *words], environ=alone)

    assert stopped.returncode == 130
    assert "of 60 steps are saved: the same command resumes there" in stopped.stderr
    assert not (tmp_path / "library" / "models" / "mine").exists()
    again = touchline(*words)
    assert again.status == 0
    assert re.search(r"Resuming after step \d+, where it was stopped", again.err)
    assert list((tmp_path / "library" / "trainings").iterdir()) == [
        tmp_path / "library" / "trainings" / "pictures"
    ]
