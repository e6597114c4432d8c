import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from app.cli.arguments.exit_status import DONE
from app.cli.arguments.parser import parse
from app.cli.commands.evaluate import run
from inference.models.locations import DEFAULT
from storage.errors import UserError
from tests.app.cli.commands.conftest import FRAMES, Touchline

pytestmark = pytest.mark.usefixtures("library")  # to copy one is quicker than to make it

BALL = "".join(f"{f},1,{10 + 3 * f},{20 + f}\n" for f in range(FRAMES))


@pytest.fixture
def video(clip: Path, tmp_path: Path) -> Path:
    """The clip with its true labels beside it."""
    (tmp_path / "rally.ball.csv").write_text("frame,visible,x,y\n" + BALL)
    return Path(shutil.copy(clip, tmp_path / "rally.mp4"))


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder with a table in which the ball is right in the first 10 frames only."""
    (tmp_path / "tables").mkdir()
    rows = BALL.splitlines(keepends=True)[:10]
    rows += [f"{frame},1,150,90\n" for frame in range(10, 20)]
    rows += [f"{frame},0,,\n" for frame in range(20, FRAMES)]
    (tmp_path / "tables" / "rally.ball.csv").write_text("frame,visible,x,y\n" + "".join(rows))
    return tmp_path / "tables"


def test_given_positions_are_judged(touchline: Touchline, video: Path, tables: Path) -> None:
    ended = touchline("evaluate", "ball", video, "--predictions", tables, "--json")

    (model,) = json.loads(ended.out)["models"]
    assert ended.status == 0
    assert (model["name"], model["all"]["tp"], model["all"]["fp1"]) == ("tables", 10, 10)
    assert model["all"]["fn"] == 20


def test_a_model_is_run_and_told_as_a_table(touchline: Touchline, video: Path) -> None:
    ended = touchline("evaluate", "ball", video, "--model", "motion")

    assert ended.status == 0
    assert ended.out.startswith("motion")
    assert "TrackNet F1" in ended.out


def test_two_are_set_side_by_side_and_written(
    touchline: Touchline, video: Path, tables: Path, tmp_path: Path
) -> None:
    words = ["--predictions", str(tables), "--against", "motion", "--out", str(tmp_path / "out")]

    ended = touchline("evaluate", "ball", video, *words)

    assert ended.status == 0
    assert "motion compared with tables: F1" in ended.out
    assert (tmp_path / "out" / "differing.csv").is_file()
    assert (tmp_path / "out" / "conditions.png").is_file()


def test_the_active_run_is_judged_unless_told_otherwise(touchline: Touchline, video: Path) -> None:
    touchline("analyze", video, "--out", video.parent / "analysis")

    ended = touchline("evaluate", "ball", video, "--json")

    assert json.loads(ended.out)["models"][0]["name"] == DEFAULT


def test_two_copies_of_a_video_count_once(
    touchline: Touchline, video: Path, tables: Path, tmp_path: Path
) -> None:
    (tmp_path / "copy").mkdir()
    copy = shutil.copy(video, tmp_path / "copy")
    words = ["--predictions", str(tables), "--labels", str(tmp_path), "--json"]

    ended = touchline("evaluate", "ball", video, copy, *words)

    assert json.loads(ended.out)["models"][0]["all"]["frames"] == FRAMES


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "has not been analysed"),
        (["--model", "fancy"], "no model fancy"),
        (["--predictions", "gone"], "gone could not be read"),
        (["--labels", "gone"], "has no labels"),
        (["--predictions", "tables", "--fit"], "only be calibrated on a model's own run"),
        (["--model", "motion", "--fit"], "too few labels to calibrate confidence"),
    ],
)
def test_what_cannot_be_judged_is_told_in_one_line(
    touchline: Touchline, video: Path, tables: Path, words: list[str], told: str
) -> None:
    words = [str(tables) if word == "tables" else word for word in words]
    ended = touchline("evaluate", "ball", video, *words)

    assert (ended.status, ended.err.count("\n"), ended.out) == (1, 1, "")
    assert told in ended.err


def test_the_tool_of_the_footage_says_the_same_of_a_real_rally(
    touchline: Touchline, footage: Path, tmp_path: Path
) -> None:
    tool = footage.parent / "tools" / "score_ball.py"
    if not tool.is_file():
        pytest.skip("the tool is not here")
    rally = footage / "badminton" / "jakarta" / "jakarta_a48.mp4"
    labels = rally.with_suffix(".ball.csv")
    touchline("analyze", rally, "--out", tmp_path)

    ended = touchline("evaluate", "ball", rally, "--json")

    words = [sys.executable, tool, "--width", "1280", tmp_path / "jakarta_a48.ball.csv", labels]
    said = json.loads(subprocess.run([*map(str, words)], capture_output=True, check=True).stdout)
    ours = json.loads(ended.out)["models"][0]["all"]
    assert said == {key: ours[key] for key in said}


def test_the_device_is_checked_before_the_work(touchline: Touchline, video: Path) -> None:
    if torch.cuda.is_available():
        pytest.skip("there is a GPU")

    ended = touchline("evaluate", "ball", video, "--model", "fast", "--device", "cuda")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "cannot use a CUDA device" in ended.err


def test_a_report_is_one_json_value(
    video: Path, tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["evaluate", "ball", str(video), "--predictions", str(tables), "--json"]

    status = run(parse([*words, "--library", str(tmp_path / "library")]))

    [model] = json.loads(capsys.readouterr().out)["models"]
    assert (status, model["name"], model["all"]["tp"]) == (DONE, "tables", 10)


def test_a_folder_for_the_report_is_made_ready_before_the_work(
    video: Path, tables: Path, tmp_path: Path
) -> None:
    (tmp_path / "report").write_text("a diary")
    words = ["evaluate", "ball", str(video), "--predictions", str(tables)]

    with pytest.raises(UserError):
        run(parse([*words, "--out", str(tmp_path / "report"), "--library", str(tmp_path / "l")]))
    assert not (tmp_path / "l").exists()
