import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from widgets.export.export_classes import ExportClasses


@pytest.fixture
def classes(qtbot: QtBot) -> ExportClasses:
    classes = ExportClasses()
    qtbot.addWidget(classes)
    classes.set_names(["bounce", "hit"])
    return classes


def untick(classes: ExportClasses, name: str) -> None:
    next(box for box in classes.findChildren(QCheckBox) if box.text() == name).click()


def test_all_are_chosen_at_first(classes: ExportClasses) -> None:
    assert classes.chosen is None


def test_some_can_be_left_out(classes: ExportClasses, qtbot: QtBot) -> None:
    with qtbot.waitSignal(classes.ticked):
        untick(classes, "hit")

    assert classes.chosen == frozenset({"bounce"})


def test_none_at_all_is_not_all(classes: ExportClasses) -> None:
    untick(classes, "hit")
    untick(classes, "bounce")

    assert classes.chosen == frozenset()


def test_what_was_unticked_stays_so_when_others_come(classes: ExportClasses) -> None:
    untick(classes, "hit")
    classes.set_names(["hit", "serve"])

    assert classes.chosen == frozenset({"serve"})


def test_without_events_there_is_nothing_to_choose(classes: ExportClasses) -> None:
    classes.set_names([])

    assert not classes.offered
    assert classes.chosen is None
