import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.main import main

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


def test_help_neither_loads_qt_nor_torch_nor_av() -> None:
    code = (
        "import sys; from app.__main__ import main; main(['export', '--help']);"
        "sys.exit(str({'PySide6', 'torch', 'av', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert ran.stderr.strip() == "set()"
