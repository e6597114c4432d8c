import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from widgets.window.job_bar import JobBar


@pytest.fixture
def bar(qtbot: QtBot) -> JobBar:
    bar = JobBar("Tracking the ball")
    qtbot.addWidget(bar)
    bar.show()
    return bar


def texts(bar: JobBar) -> list[str]:
    return [label.text() for label in bar.findChildren(QLabel)]


def progress(bar: JobBar) -> QProgressBar:
    return bar.findChildren(QProgressBar)[0]


def test_it_says_how_far_how_fast_and_how_long_still(bar: JobBar) -> None:
    bar.set_progress(1234, 5400, "212 frames/s", 19.6)

    assert texts(bar) == [
        "Tracking the ball",
        "23\u202f%  ·  212 frames/s  ·  about 20 s left",
    ]
    assert progress(bar).value() == 229


def test_work_counted_in_bytes_is_not_too_large(bar: JobBar) -> None:
    bar.set_progress(30_000_000_000, 60_000_000_000)

    assert progress(bar).value() == 500


def test_an_unknown_total_moves_without_a_number(bar: JobBar) -> None:
    bar.set_progress(0, None)

    assert progress(bar).maximum() == 0
    assert texts(bar)[1] == ""


def test_cancelling_is_asked_for_once(bar: JobBar, qtbot: QtBot) -> None:
    cancel = bar.findChildren(QPushButton)[0]
    with qtbot.waitSignal(bar.cancel_asked):
        QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)

    bar.set_cancelling(True)
    assert not cancel.isEnabled()
    assert cancel.text() == "Stopping…"
