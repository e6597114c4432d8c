import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from widgets.review.conflict_card import ConflictCard, ConflictSideFacts
from widgets.review.conflict_panel import ConflictFacts, ConflictPanel, _ConflictList, keys_of

MINE, THEIRS = (
    ConflictSideFacts("ana", "today", "Visible at 1, 2", mine=True),
    ConflictSideFacts("bob", "now", "Gone"),
)
TWO = ConflictFacts("Frame 7: ball", (THEIRS, MINE))
THREE = ConflictFacts("Frame 9: ball", (THEIRS, THEIRS, MINE))


@pytest.fixture
def panel(qtbot: QtBot) -> ConflictPanel:
    panel = ConflictPanel()
    qtbot.addWidget(panel)
    panel.set_conflicts([TWO, THREE])
    panel.show()
    return panel


def press(panel: ConflictPanel, key: str) -> None:
    QTest.keyClicks(find_child(panel, _ConflictList), key)


def test_the_first_conflict_is_looked_at_and_its_sides_are_shown(panel: ConflictPanel) -> None:
    assert panel.row == 0
    assert [card.text for card in panel.cards] == ["bob: Gone", "ana (you): Visible at 1, 2"]


@pytest.mark.parametrize(("key", "side"), [("t", 0), ("m", 1), ("1", 0), ("2", 1)])
def test_a_key_keeps_a_side(panel: ConflictPanel, qtbot: QtBot, key: str, side: int) -> None:
    with qtbot.waitSignal(panel.kept) as kept:
        press(panel, key)

    assert kept.args == [0, side]


def test_a_key_keeps_neither(panel: ConflictPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.neither_kept) as kept:
        press(panel, "n")

    assert kept.args == [0]


def test_a_key_held_down_decides_once(panel: ConflictPanel) -> None:
    kept: list[int] = []
    panel.kept.connect(lambda row, side: kept.append(row))
    for repeated in (False, True, True):
        none = Qt.KeyboardModifier.NoModifier
        press = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_M, none, "m", repeated)
        QApplication.sendEvent(find_child(panel, _ConflictList), press)

    assert kept == [0]


def test_a_conflict_that_comes_meanwhile_is_not_decided_in_place_of_another(
    panel: ConflictPanel, qtbot: QtBot
) -> None:
    panel.look_at(1)
    panel.set_conflicts([ConflictFacts("Frame 1: ball", TWO.sides), TWO, THREE])

    with qtbot.waitSignal(panel.neither_kept) as kept:
        press(panel, "n")
    assert kept.args == [2]


def test_arrows_go_through_the_list(panel: ConflictPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.looked_at) as looked:
        QTest.keyClick(find_child(panel, _ConflictList), Qt.Key.Key_Down)

    assert looked.args == [1]
    assert len(panel.cards) == 3


def test_the_keys_of_the_list_are_not_the_windows(panel: ConflictPanel) -> None:
    for key, text, ours in ((Qt.Key.Key_1, "1", True), (Qt.Key.Key_X, "x", False)):
        event = QKeyEvent(
            QKeyEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, text
        )
        event.ignore()
        QApplication.sendEvent(find_child(panel, _ConflictList), event)

        assert event.isAccepted() == ours


def test_escape_closes(panel: ConflictPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(find_child(panel, _ConflictList), Qt.Key.Key_Escape)


def test_a_button_keeps_its_side(panel: ConflictPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.kept) as kept:
        find_child(panel, QPushButton, "keep-1").click()

    assert kept.args == [0, 1]


def test_the_next_conflict_takes_the_place_of_the_settled_one(panel: ConflictPanel) -> None:
    panel.set_conflicts([THREE])

    assert (panel.row, len(panel.cards)) == (0, 3)


def test_without_conflicts_it_says_so(panel: ConflictPanel) -> None:
    panel.set_conflicts([])

    assert not find_child(panel, _ConflictList).isVisible()
    assert panel.cards == []


def test_three_sides_have_numbers_for_keys() -> None:
    assert keys_of(TWO.sides) == ["T", "M"]
    assert keys_of(THREE.sides) == ["1", "2", "3"]


def test_a_card_shows_words_and_no_markup(qtbot: QtBot) -> None:
    card = ConflictCard(0, ConflictSideFacts("<b>bob</b>", "now", "<script>", shown=True), "T")
    qtbot.addWidget(card)

    assert card.text == "<b>bob</b>: <script>"


def test_escape_closes_the_panel_where_no_conflict_is_left(
    panel: ConflictPanel, qtbot: QtBot
) -> None:
    panel.set_conflicts([])
    panel.take_focus()

    with qtbot.waitSignal(panel.closed):
        QTest.keyClick(panel.focusWidget(), Qt.Key.Key_Escape)
