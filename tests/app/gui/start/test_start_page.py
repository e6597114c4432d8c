import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.gui.start.start_page import StartPage
from tests.finding import find_child


@pytest.fixture
def page(qtbot: QtBot) -> StartPage:
    page = StartPage()
    qtbot.addWidget(page)
    page.show()
    return page


def test_the_name_is_told_when_it_has_been_entered(page: StartPage, qtbot: QtBot) -> None:
    name = find_child(page, QLineEdit)
    with qtbot.waitSignal(page.author_entered) as entered:
        QTest.keyClicks(name, "ana")
        QTest.keyClick(name, Qt.Key.Key_Return)

    assert entered.args == ["ana"]


def test_showing_a_name_is_not_entering_it(page: StartPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.author_entered):
        page.set_author("ana")

    assert find_child(page, QLineEdit).text() == "ana"
