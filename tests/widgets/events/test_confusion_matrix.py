import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from widgets.events.confusion_matrix import MOST, Cell, ConfusionMatrix, cell_text

COUNTS: dict[Cell, int] = {("hit", "hit"): 3, ("hit", None): 2, (None, "bounce"): 1}


@pytest.fixture
def matrix(qtbot: QtBot) -> ConfusionMatrix:
    matrix = ConfusionMatrix()
    qtbot.addWidget(matrix)
    matrix.resize(300, 200)
    matrix.set_counts(["bounce", "hit"], COUNTS)
    matrix.show()
    return matrix


def click(matrix: ConfusionMatrix, row: int, column: int) -> None:
    place = matrix.visualRect(matrix.model().index(row, column)).center()
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_click_on_a_cell_asks_for_its_examples(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    with qtbot.waitSignal(matrix.cell_chosen) as asked:
        click(matrix, 1, 2)

    assert asked.args == [("hit", None)]


def test_an_empty_cell_has_none(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(matrix.cell_chosen):
        click(matrix, 0, 0)


def test_of_many_classes_the_first_are_shown(matrix: ConfusionMatrix) -> None:
    matrix.set_counts([f"<h1>{number}" + "x" * 60_000 for number in range(20)], {})

    assert matrix.rowCount() == MOST + 1
    assert matrix.minimumSizeHint().width() <= 328


def test_a_cell_says_who_says_what() -> None:
    assert cell_text((None, "hit")) == "You rejected it, the model says hit"
    assert cell_text(("hit", None)) == "You say hit, the model sees nothing"
