"""The window as a whole: what it shows, which keys reach it, how it closes."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copy
from threading import enumerate as threads

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from app.gui.shell.settings import Settings
from app.gui.start.start_page import StartPage
from app.gui.window import Window
from storage.library.library import Library
from storage.records import Source
from tests.app.user import User
from tests.finding import find_child
from tests.widgets.dropping import drop, files
from widgets.window.job_bar import JobBar
from widgets.window.notice_bar import NoticeBar


def test_a_window_that_opens_loads_no_network_no_cloud_and_no_plots() -> None:
    late = {"torch", "onnx", "onnxruntime", "openvino", "boto3", "botocore", "matplotlib"}
    code = f"import app.gui.window, sys; print({late} & set(sys.modules))"

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "set()"


def threads_at_work() -> set[str]:
    """Names of our threads, without their numbers."""
    ours = ("decoder", "read-ahead", "library", "decode")
    return {thread.name for thread in threads() if thread.name.startswith(ours)}


def assert_closes_clean(user: User) -> None:
    user.window.close()
    user.qtbot.waitUntil(lambda: not threads_at_work())


def test_the_title_says_which_video_is_open(user: User, clip: Path) -> None:
    assert user.window.windowTitle() == "Touchline"

    user.opens(clip)
    assert user.window.windowTitle() == "clip.mp4 \N{EM DASH} Touchline"

    user.leaves()
    assert user.window.windowTitle() == "Touchline"


def test_a_video_dropped_onto_another_takes_its_place(user: User, clip: Path, rally: Path) -> None:
    user.opens(clip)
    drop(user.window, files(rally))
    user.qtbot.waitUntil(
        lambda: user.window.session is not None and user.session.opened.video.path == rally
    )

    assert user.window.windowTitle() == "rally.mp4 \N{EM DASH} Touchline"


@pytest.mark.parametrize("place", ["picture", "timeline", "panel", "transport"])
def test_keys_work_wherever_the_focus_is(reviewer: User, place: str) -> None:
    page = reviewer.session.page
    places: dict[str, QWidget] = {
        "picture": page.picture,
        "timeline": page.timeline,
        "panel": find_child(page.panel, QPushButton, "reject"),
        "transport": find_child(page.transport, QToolButton),
    }
    places[place].setFocus(Qt.FocusReason.TabFocusReason)
    focused = reviewer.window.focusWidget()

    reviewer.presses("Right", on=focused)
    reviewer.sees_frame(1)
    reviewer.presses("X", on=focused)
    reviewer.rests()
    assert reviewer.track.source[1] == Source.HUMAN
    reviewer.presses("Space", on=focused)
    assert reviewer.session.player.playing


def test_the_picture_has_the_keyboard_when_a_video_is_open(reviewer: User) -> None:
    assert reviewer.window.focusWidget() is reviewer.picture


def test_letters_in_the_name_are_letters(user: User, settings: Settings) -> None:
    name = find_child(find_child(user.window, StartPage), QLineEdit)
    name.setFocus()
    name.clear()
    QTest.keyClicks(name, "ax 1")
    QTest.keyClick(name, Qt.Key.Key_Return)

    assert settings.author == "ax 1"


def test_who_starts_for_the_first_time_is_asked_for_a_name(
    library: Library, tmp_path: Path, user: User
) -> None:
    first = Window(library, Settings(tmp_path / "first.ini"))
    user.qtbot.addWidget(first)
    first.show()

    [asked, unasked] = [
        [label for label in window.findChildren(QLabel) if "Is this your name?" in label.text()]
        for window in (first, user.window)
    ]
    assert asked[0].isVisible()
    assert not unasked[0].isVisible()
    first.close()


def test_the_name_on_labels_is_never_the_first_to_hear_the_keyboard(
    library: Library, tmp_path: Path, user: User
) -> None:
    settings = Settings(tmp_path / "first.ini")
    before = settings.author
    first = Window(library, settings)
    user.qtbot.addWidget(first)
    first.show()

    QTest.keyClicks(first.focusWidget(), "kx")
    first.close()

    assert settings.author == before


def test_escape_closes_a_notice_from_the_picture(reviewer: User) -> None:
    reviewer.presses("C")
    assert reviewer.notice

    reviewer.presses("Esc", on=reviewer.picture)

    assert reviewer.notice == ""


def test_a_notice_does_not_move_the_picture(reviewer: User) -> None:
    before = reviewer.picture.geometry()
    reviewer.presses("C")

    assert find_child(reviewer.window, NoticeBar).isVisible()
    assert reviewer.picture.geometry() == before


def test_full_screen_comes_and_goes_by_key(reviewer: User) -> None:
    reviewer.presses("F11")
    assert reviewer.window.isFullScreen()

    reviewer.presses("F11")
    assert not reviewer.window.isFullScreen()


def test_closing_right_after_a_gesture_loses_nothing(
    reviewer: User, new_window: Callable[[], Window], tracked: Path
) -> None:
    for _ in range(20):
        reviewer.presses("Alt+Right")
    x = reviewer.track.x[0]
    assert_closes_clean(reviewer)

    again = User(new_window(), reviewer.qtbot)
    again.opens(tracked)
    assert again.track.x[0] == pytest.approx(30 + 20)
    assert x < again.track.x[0]  # not all of it was shown when the window closed


def test_closing_while_tracking_keeps_what_is_shown(
    user: User, rally: Path, new_window: Callable[[], Window]
) -> None:
    user.opens(rally)
    user.session.models.choose("motion")
    user.presses("T")
    user.qtbot.waitUntil(lambda: bool(user.track.source.any()), timeout=30_000)
    shown = np.flatnonzero(user.track.source)
    assert_closes_clean(user)

    again = User(new_window(), user.qtbot)
    again.opens(rally)
    assert (again.track.source[shown] == Source.MODEL).all()


def test_closing_while_a_video_is_opened_leaves_nothing_behind(user: User, rally: Path) -> None:
    user.drops(rally)
    assert_closes_clean(user)


def test_closing_while_playing_leaves_nothing_behind(reviewer: User) -> None:
    reviewer.presses("Space")
    reviewer.qtbot.waitUntil(lambda: reviewer.session.view.frame > 1)

    assert_closes_clean(reviewer)


def test_the_key_closes_the_window(reviewer: User) -> None:
    reviewer.presses("Ctrl+Q")

    assert not reviewer.window.isVisible()
    reviewer.qtbot.waitUntil(lambda: not threads_at_work())


def test_leaving_lets_the_video_go(reviewer: User) -> None:
    page = reviewer.session.page
    gone: list[bool] = []
    page.destroyed.connect(lambda: gone.append(True))
    reviewer.leaves()

    reviewer.qtbot.waitUntil(lambda: bool(gone))
    reviewer.qtbot.waitUntil(lambda: threads_at_work() <= {"library_0"})


def test_the_sample_can_be_given_up_and_asked_for_again(user: User) -> None:
    buttons = user.window.findChildren(QPushButton)
    [sample] = [button for button in buttons if button.text() == "Try the sample rally"]
    sample.click()
    assert sample.isVisible()  # nothing moves under the pointer
    assert not sample.isEnabled()  # one is enough

    find_child(find_child(user.window, JobBar), QPushButton).click()

    user.qtbot.waitUntil(sample.isEnabled)
    assert user.window.session is None


def test_a_sample_that_was_rendered_before_opens_at_once(
    user: User, library: Library, clip: Path
) -> None:
    (library.folder / "sample").mkdir()
    copy(clip, library.folder / "sample" / "sample-rally.mp4")
    buttons = user.window.findChildren(QPushButton)
    next(button for button in buttons if button.text() == "Try the sample rally").click()

    user.qtbot.waitUntil(lambda: user.window.session is not None)
    assert user.window.windowTitle() == "sample-rally.mp4 \N{EM DASH} Touchline"


def test_at_first_the_window_fits_on_a_small_screen(user: User) -> None:
    screen, window = user.window.screen().availableSize(), user.window
    assert screen.height() < 900  # of the screen that tests have
    assert window.height() <= screen.height()
    assert window.width() == max(window.minimumWidth(), screen.width() - 16)


def test_the_window_comes_back_where_it_was(user: User, new_window: Callable[[], Window]) -> None:
    user.window.resize(960, 650)
    user.window.close()

    assert new_window().size().toTuple() == (960, 650)
