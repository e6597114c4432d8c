import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from widgets.common.collapsible import Collapsible


@pytest.fixture
def content() -> QLabel:
    return QLabel("content")


@pytest.fixture
def fold(content: QLabel, qtbot: QtBot) -> Collapsible:
    fold = Collapsible("Marks", content)
    qtbot.addWidget(fold)
    fold.show()
    return fold


def test_it_is_folded_at_first(fold: Collapsible, content: QLabel) -> None:
    assert not fold.is_open
    assert not content.isVisible()


def test_a_click_opens_it_and_another_one_folds_it(
    fold: Collapsible, content: QLabel, qtbot: QtBot
) -> None:
    said: list[bool] = []
    fold.toggled.connect(said.append)

    for _ in range(2):
        QTest.mouseClick(find_child(fold, QToolButton), Qt.MouseButton.LeftButton)
    assert said == [True, False]
    assert not content.isVisible()


def test_return_opens_it(fold: Collapsible, content: QLabel) -> None:
    QTest.keyClick(find_child(fold, QToolButton), Qt.Key.Key_Return)

    assert content.isVisible()


def test_opening_it_by_a_setter_says_nothing(fold: Collapsible, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(fold.toggled):
        fold.set_open(True)

    assert fold.is_open
