from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from storage.records import Review, Source, Visibility
from tests.finding import find_child
from widgets.picture.ball_legend import BallLegend
from widgets.picture.ball_marks import BallMark
from widgets.review.track_panel import ACTIONS, TrackPanel
from widgets.window.key_button import KeyButton

PERSON = BallMark(704.04, 227.5, Source.HUMAN, Visibility.HARD, Review.CORRECTED)


@pytest.fixture
def panel(qtbot: QtBot) -> TrackPanel:
    panel = TrackPanel()
    qtbot.addWidget(panel)
    panel.resize(panel.width(), 600)
    panel.show()
    return panel


def fact(panel: TrackPanel, name: str) -> str:
    """What the panel says, in full."""
    return next(x.toolTip() for x in panel.findChildren(QLabel) if x.accessibleName() == name)


def button(panel: TrackPanel, text: str) -> KeyButton:
    return next(b for b in panel.findChildren(KeyButton) if b.text() == text)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text, _, _ in ACTIONS])
def test_each_button_asks_for_its_action(
    panel: TrackPanel, qtbot: QtBot, name: str, text: str
) -> None:
    with qtbot.waitSignal(panel.action_asked) as asked:
        QTest.mouseClick(button(panel, text), Qt.MouseButton.LeftButton)

    assert asked.args == [name]


def test_the_track_button_asks_to_track(panel: TrackPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.action_asked):
        QTest.mouseClick(button(panel, "Track the ball"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(("text", "possible"), [("Continue tracking", True), ("Tracked", False)])
def test_the_track_button_says_what_it_will_do(
    panel: TrackPanel, text: str, possible: bool
) -> None:
    panel.set_track_offer(text, possible)

    assert button(panel, text).isEnabled() == possible


def test_with_all_tracked_the_button_leads_to_what_is_doubtful(
    panel: TrackPanel, qtbot: QtBot
) -> None:
    panel.set_keys({"track": "T", "next_doubtful": "N"})
    panel.set_track_offer("Next doubtful (4)", True, "next_doubtful")

    assert button(panel, "Next doubtful (4)").key == "N"
    with qtbot.waitSignal(panel.action_asked) as asked:
        button(panel, "Next doubtful (4)").click()
    assert asked.args == ["next_doubtful"]


def test_while_tracking_it_cannot_be_asked_for_again(panel: TrackPanel) -> None:
    panel.set_tracking(True)
    panel.set_track_offer("Continue tracking", possible=True)
    assert not button(panel, "Tracking\u2026").isEnabled()

    panel.set_tracking(False)
    assert button(panel, "Continue tracking").isEnabled()


def test_a_panel_that_was_greyed_as_a_whole_does_not_claim_to_track(panel: TrackPanel) -> None:
    panel.setEnabled(False)
    panel.set_done(0, 0)
    panel.setEnabled(True)

    assert button(panel, "Track the ball").isEnabled()


def test_a_persons_label_is_told_in_full(panel: TrackPanel) -> None:
    panel.set_mark(PERSON, "Maria Gonzalez-Fernandez", datetime(2025, 3, 4, 15, 2))

    assert fact(panel, "Source") == "Person"
    assert fact(panel, "Ball") == "Blurred at 704.0, 227.5"
    assert fact(panel, "Review") == "Corrected"
    assert fact(panel, "Author") == "Maria Gonzalez-Fernandez, 04 Mar 15:02"


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (None, "\u2013"),
        (BallMark(1, 2), "At 1.0, 2.0"),
        (BallMark(None, None, Source.MODEL, Visibility.ABSENT), "Not found"),
        (BallMark(None, None, Source.HUMAN, Visibility.ABSENT), "No ball"),
        (
            BallMark(None, None, Source.HUMAN, Visibility.ABSENT, Review.REJECTED),
            "Not where the model found it",
        ),
    ],
)
def test_unseen_no_ball_and_rejected_are_three_things(
    panel: TrackPanel, mark: BallMark | None, words: str
) -> None:
    panel.set_mark(mark)

    assert fact(panel, "Ball") == words


def test_the_visibility_of_a_label_is_marked_on_its_button(panel: TrackPanel) -> None:
    panel.set_mark(PERSON)
    assert button(panel, "Blurred").isChecked()

    panel.set_mark(BallMark(1, 2, Source.MODEL))
    assert not button(panel, "Blurred").isChecked()
    assert not button(panel, "Visible").isChecked()


def test_actions_without_sense_are_grey(panel: TrackPanel) -> None:
    panel.set_enabled_actions({"accept", "absent"})

    enabled = {b.text() for b in panel.findChildren(KeyButton) if b.isEnabled()}
    assert enabled == {"Track the ball", "Accept", "No ball"}


def test_keys_are_shown_where_the_actions_are(panel: TrackPanel) -> None:
    panel.set_keys({"track": "T", "accept": "A"})

    assert button(panel, "Track the ball").key == "T"
    assert button(panel, "Accept").key == "A"
    assert "(A)" in button(panel, "Accept").toolTip()


@pytest.mark.parametrize("key", ["A", "Ctrl+Shift+Backspace"])
def test_no_button_is_cut(panel: TrackPanel, qtbot: QtBot, key: str) -> None:
    buttons = panel.findChildren(KeyButton)

    panel.set_keys({name: key for name, *_ in ACTIONS})
    qtbot.waitUntil(lambda: all(b.width() >= b.minimumSizeHint().width() for b in buttons))
    assert max(b.mapTo(panel, b.rect().topRight()).x() for b in buttons) < panel.width()


def test_unfolded_marks_come_into_sight_in_a_low_window(panel: TrackPanel, qtbot: QtBot) -> None:
    panel.resize(panel.width(), 440)
    QTest.mouseClick(find_child(panel.marks, QToolButton), Qt.MouseButton.LeftButton)

    legend = find_child(panel, BallLegend)
    qtbot.waitUntil(lambda: legend.mapTo(panel, legend.rect().bottomLeft()).y() < panel.height())


def test_the_whole_panel_but_the_marks_fits_a_window_720_high(panel: TrackPanel) -> None:
    panel.resize(panel.width(), 450)

    lowest = max(b.mapTo(panel, b.rect().bottomLeft()).y() for b in panel.findChildren(KeyButton))
    assert lowest < 450
