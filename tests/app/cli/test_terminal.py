"""Names of strangers on the terminal: `touchline probe $'x\\e]0;PWN\\a.mp4'` sets no title."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.cli.main import main
from app.cli.progress_bar import ProgressLine
from app.cli.terminal import bar_stream, printable_output
from storage.progress import Progress
from tests.clips.writing import Recipe, write_clip

NAMES = ["x\x1b]0;PWN\x07", "a\u202egpj", "\x9b31m", "\udc80\udcff", "two\x0blines"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_printed_is_printable_whoever_prints_it(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with printable_output():
        print(f"{name}: 3 frames")
        print(name, file=sys.stderr)

    out, err = capsys.readouterr()
    assert all(c.isprintable() or c == "\n" for c in out + err)
    assert out.endswith(": 3 frames\n")


def test_the_bar_moves_the_cursor_and_the_name_in_it_does_not() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, time = Terminal(), iter((0.0, 0.0, 1.0, 1.0, 2.0))
    line = ProgressLine(f"Reading {NAMES[0]}", terminal, lambda: next(time))

    line.show(Progress(1, 2))

    assert terminal.getvalue().count("\x1b") == 1


def test_the_bar_has_the_terminal_itself(capsys: pytest.CaptureFixture[str]) -> None:
    before = bar_stream()
    with printable_output():
        assert bar_stream() is before
    assert bar_stream() is before


COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "probe": lambda path: ["probe", str(path)],
    "a missing file": lambda path: ["probe", str(path) + "?"],
    "check": lambda path: ["check", "csv", str(path)],
    "a wrong word": lambda path: ["probe", str(path), path.name],
    "export": lambda path: ["export", "csv", str(path), "--out", str(path.with_suffix(".csv"))],
    "verbose": lambda path: ["--verbose", "probe", str(path) + "?"],
}


@pytest.mark.parametrize("name", NAMES[:3])
@pytest.mark.parametrize("command", COMMANDS)
def test_commands_print_no_escape_sequences(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    path = tmp_path / f"{name}.mp4"
    path.write_bytes(write_clip(tmp_path / "plain.mp4", Recipe(5)).read_bytes())

    status = main(["--library", str(tmp_path / "library"), *COMMANDS[command](path)])

    out, err = capsys.readouterr()
    assert all(c.isprintable() or c == "\n" for c in out + err)
    assert status in (0, 1, 2)
