"""Commands run where PySide6 is not installed: its import is blocked in a process of their own."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from app.gui.shell.settings import Settings
from storage.cloud.s3.location import S3Location
from tests.app.cli.commands.without_qt import main_without_qt
from tests.forking import finished

BALL = "frame,visible,x,y\n" + "".join(f"{f},1,{10 + 3 * f},{20 + f}\n" for f in range(40))
Run = Callable[..., "CompletedProcess[str]"]


@pytest.fixture
def run(home: Path, tmp_path: Path) -> Run:
    """Runs commands without PySide6 on a library of the test's own."""

    def run(*words: object) -> "CompletedProcess[str]":
        library = ("--library", str(tmp_path / "library"))
        alone = os.environ | {"OMP_NUM_THREADS": "1"}
        return finished(main_without_qt, [*library, *map(str, words)], environ=alone)

    return run


@pytest.fixture
def video(clip: Path, tmp_path: Path) -> Path:
    """A short rally with its true labels beside it."""
    (tmp_path / "rally.ball.csv").write_text(BALL)
    return Path(shutil.copy(clip, tmp_path / "rally.mp4"))


def test_only_the_window_needs_it_and_says_so(
    run: Run, video: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")

    ended = run(video)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert "The window needs PySide6, which is not installed." in ended.stderr


def test_a_video_is_analysed_and_its_model_evaluated(run: Run, video: Path, tmp_path: Path) -> None:
    analysed = run("analyze", video, "--model", "motion", "--out", tmp_path / "out")
    evaluated = run("evaluate", "ball", video, "--out", tmp_path / "report")

    assert (analysed.returncode, analysed.stderr) == (0, "")
    assert evaluated.returncode == 0
    assert (tmp_path / "out" / "rally.ball.csv").is_file()
    assert list((tmp_path / "report").glob("*.png"))


def test_labels_are_imported_checked_and_exported(run: Run, video: Path, tmp_path: Path) -> None:
    imported = run("import", "csv", tmp_path / "rally.ball.csv", "--video", video)
    exported = [
        run("export", format, video, "--out", tmp_path / format)
        for format in ("csv", "coco", "groundtruth")
    ]
    drawn = run("export", "overlay", video, "--out", tmp_path / "overlay.mp4")
    checked = [run("check", format, tmp_path / format) for format in ("csv", "coco", "groundtruth")]

    assert imported.stdout.startswith("40 new labels")
    assert [each.returncode for each in (*exported, *checked, drawn)] == [0] * 7


def test_a_net_is_trained(run: Run, tmp_path: Path) -> None:
    words = ("--steps", "1", "--preset", "fast", "--batch-size", "2", "--precision", "fp32")

    trained = run("train", "ball", "procedural", *words, "--out", tmp_path / "new")

    assert trained.returncode == 0
    assert (tmp_path / "new" / "weights.safetensors").is_file()


def test_labels_are_shared_through_s3(run: Run, video: Path, place: S3Location) -> None:
    Settings().set_place(place)  # as the window would have done
    run("import", "csv", video.with_suffix(".ball.csv"), "--video", video)

    synced, listed = run("sync", "--once"), run("s3", "ls")

    assert "40 edits sent" in synced.stdout + synced.stderr
    assert "videos/" in listed.stdout


def test_what_is_in_the_way_is_told(run: Run) -> None:
    assert run("doctor").returncode == 0
