import json
from pathlib import Path

import pytest

from app.cli.commands.doctor import text_of
from inference.runtime.benchmarks import EngineBenchmark, add_benchmark
from storage.library.library import open_library
from tests.app.cli.commands.conftest import Touchline


def test_what_is_installed_and_where_things_are_is_told(
    touchline: Touchline, tmp_path: Path
) -> None:
    ended = touchline("doctor", "--json")

    facts = json.loads(ended.out)
    assert facts["library"]["folder"] == str(tmp_path / "library")
    assert facts["packages"]["PySide6"]
    assert facts["ffmpeg"]["libavcodec"]
    assert facts["torch"]["devices"][0].startswith("cpu")
    assert facts["log"].endswith("touchline.log")


def test_looking_does_not_make_a_library(touchline: Touchline, tmp_path: Path) -> None:
    touchline("doctor")

    assert not (tmp_path / "library").exists()


def test_the_schema_of_a_library_is_told(touchline: Touchline, tmp_path: Path) -> None:
    open_library(tmp_path / "library")

    assert json.loads(touchline("doctor", "--json").out)["library"]["schema"].startswith("m0")


def test_what_is_in_the_way_gives_status_1(touchline: Touchline, tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "library.db").write_text("a diary, no database, of some length" * 99)

    ended = touchline("doctor")

    assert ended.status == 1
    assert "Problem: The library is damaged" in ended.out
    assert str(tmp_path / "library") in ended.out


def test_a_machine_without_a_screen_is_told(
    touchline: Touchline, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")

    assert json.loads(touchline("doctor", "--json").out)["qt"].startswith("no screen")


def test_facts_are_told_in_lines_and_problems_last() -> None:
    text = text_of({"packages": {"av": "18.1", "torch": None}, "problems": ["no torch"]})

    assert text == "packages  av 18.1, torch missing\n\nProblem: no torch"


def test_the_engines_of_nets_are_told(touchline: Touchline, tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    measured = EngineBenchmark("fast", "torch-cpu-fp32", {"torch-cpu-fp32": 12.34, "x": 5.0})
    add_benchmark(tmp_path / "library" / "engines.json", "key", measured)

    facts = json.loads(touchline("doctor", "--json").out)

    assert facts["engines"]["fast"]["engine"] == "torch-cpu-fp32"
    assert "fast torch-cpu-fp32 (torch-cpu-fp32 12.3/s, x 5/s)" in touchline("doctor").out
