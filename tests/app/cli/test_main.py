import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.main import main
from tests.app.rally import write_rally

ROOT = Path(__file__).parents[3]


def test_wrong_usage_ends_with_2_and_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["probe"]) == 2

    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "VIDEO" in err


def test_a_missing_file_ends_with_1_and_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["probe", "no such.mp4"]) == 1

    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "no such.mp4" in err


@pytest.mark.parametrize("words", [["--help"], ["probe", "--help"], ["export", "clips", "-h"]])
def test_help_is_no_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0

    assert "usage: touchline" in capsys.readouterr().out


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0

    assert capsys.readouterr().out.startswith("touchline ")


COMMANDS = sorted({path.stem for path in (ROOT / "app/cli/commands").glob("[a-z]*.py")})
TRAINING = {"train", "train_output"}  # what they do needs PyTorch in any case


def test_commands_load_torch_and_the_cloud_only_when_they_need_them() -> None:
    modules = ["app.cli.main", *(f"app.cli.commands.{name}" for name in COMMANDS)]
    chosen = [module for module in modules if module.rpartition(".")[2] not in TRAINING]
    code = f"import sys, {', '.join(chosen)}; print({{'torch', 'boto3'}} & set(sys.modules))"

    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert ran.stdout.strip() == "set()"


def test_tracking_by_motion_and_finding_events_needs_no_torch(tmp_path: Path) -> None:
    words = ["--library", tmp_path / "library", "analyze", write_rally(tmp_path / "rally.mp4")]
    words += ["--model", "motion", "--out", tmp_path]
    code = (
        "import sys; sys.modules['torch'] = None; from app.cli.main import main;"
        f"sys.exit(main({[str(word) for word in words]!r}))"
    )

    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert (ran.returncode, ran.stderr[-200:] if ran.returncode else "") == (0, "")
    assert (tmp_path / "rally.events.csv").is_file()


def test_help_neither_loads_qt_nor_torch_nor_av() -> None:
    code = (
        "import sys; from app.__main__ import main; main(['export', '--help']);"
        "sys.exit(str({'PySide6', 'torch', 'av', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert ran.stderr.strip() == "set()"
