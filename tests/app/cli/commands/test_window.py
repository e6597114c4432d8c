from pathlib import Path

import pytest

from app.cli.commands.window import has_display
from tests.app.cli.commands.conftest import Touchline


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")


@pytest.mark.usefixtures("no_display")
def test_without_a_screen_the_commands_are_named(touchline: Touchline, clip: Path) -> None:
    ended = touchline(clip)

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "no screen" in ended.err


def test_a_video_that_is_not_there_is_told_before_a_window_opens(touchline: Touchline) -> None:
    ended = touchline("holiday.mp4")

    assert ended.status == 1
    assert "holiday.mp4" in ended.err


@pytest.mark.usefixtures("no_display")
@pytest.mark.parametrize("name", ["DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"])
def test_a_screen_is_found_by_what_the_desktop_sets(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not has_display()

    monkeypatch.setenv(name, "offscreen")

    assert has_display()
