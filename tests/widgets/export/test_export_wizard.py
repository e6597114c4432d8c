from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from storage.formats.export.options import ExportPlan
from tests.finding import find_child
from tests.widgets.export_formats import FORMATS, export_video
from tests.widgets.export_target import write_to
from widgets.export.export_wizard import ExportWizard


@pytest.fixture
def wizard(qtbot: QtBot) -> ExportWizard:
    wizard = ExportWizard(FORMATS, Path("/exports"), "s3://club")
    qtbot.addWidget(wizard)
    wizard.form.set_videos([export_video()], ["final"])
    wizard.show()
    return wizard


def export(wizard: ExportWizard) -> QPushButton:
    return find_child(wizard, QPushButton, "export")


def test_it_stands_beside_the_window_not_before_it(wizard: ExportWizard) -> None:
    assert not wizard.isModal()


def test_the_first_format_is_chosen(wizard: ExportWizard) -> None:
    assert wizard.request.format == "csv"


def test_each_group_has_one_heading_however_formats_come(qtbot: QtBot) -> None:
    first, *others = FORMATS
    wizard = ExportWizard([first, *others, replace(first, name="again")], Path("/exports"))
    qtbot.addWidget(wizard)
    formats = find_child(wizard, QListWidget)

    rows = [formats.item(row).text() for row in range(formats.count())]
    assert rows.count(first.group) == 1


def test_keys_move_over_the_names_of_groups(wizard: ExportWizard) -> None:
    formats = find_child(wizard, QListWidget)
    QTest.keyClick(formats, Qt.Key.Key_Down)
    assert wizard.request.format == "set"

    QTest.keyClick(formats, Qt.Key.Key_Down)
    QTest.keyClick(formats, Qt.Key.Key_Down)
    assert wizard.request.format == "clips"


def test_a_dry_run_is_asked_for_once_the_choices_rest(wizard: ExportWizard, qtbot: QtBot) -> None:
    asked: list[object] = []
    wizard.plan_asked.connect(asked.append)
    wizard.choose("set")
    wizard.choose("clips")

    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [wizard.request]


def test_what_cannot_begin_cannot_be_begun(wizard: ExportWizard) -> None:
    wizard.show_problem("No.", "Change it.")
    assert not export(wizard).isEnabled()

    wizard.show_plan(ExportPlan(1, 1, 1, 1, 0))
    assert export(wizard).isEnabled()


def test_what_was_in_the_way_is_looked_at_again_by_who_comes_back(
    wizard: ExportWizard, qtbot: QtBot
) -> None:
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    with qtbot.waitActive(elsewhere):
        elsewhere.show()
        elsewhere.activateWindow()
    wizard.show_problem("Nothing is reviewed yet.", "Accept some frames first.")

    with qtbot.waitSignal(wizard.plan_asked):
        wizard.activateWindow()
    assert export(wizard).isEnabled()


def test_control_and_enter_export_from_everywhere(wizard: ExportWizard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(wizard.export_asked) as asked:
        QTest.keyClick(wizard, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert asked.args == [wizard.request]


def test_an_export_at_work_is_not_begun_again_by_its_key(
    wizard: ExportWizard, qtbot: QtBot
) -> None:
    begun: list[object] = []
    wizard.export_asked.connect(begun.append)
    wizard.export_asked.connect(wizard.show_run)
    for _ in range(2):
        QTest.keyClick(wizard, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: bool(begun))

    assert len(begun) == 1


def test_an_export_takes_the_place_of_the_form(wizard: ExportWizard) -> None:
    wizard.show_run()
    assert not export(wizard).isVisible()
    assert wizard.run.isVisible()

    wizard.run.back_asked.emit()
    assert export(wizard).isVisible()
    assert wizard.form.isVisible()


def test_what_was_chosen_can_be_chosen_again(wizard: ExportWizard, qtbot: QtBot) -> None:
    wizard.choose("clips")
    other = ExportWizard(FORMATS, Path("/exports"))
    qtbot.addWidget(other)

    other.set_values(wizard.values())

    assert other.request.format == "clips"


def test_a_whole_path_can_be_set(wizard: ExportWizard) -> None:
    write_to(wizard, Path("/other/table.csv"))

    assert (wizard.request.folder, wizard.request.name) == ("/other", "table.csv")
    assert wizard.request.target == "/other/table.csv"


def test_escape_closes_it(wizard: ExportWizard) -> None:
    QTest.keyClick(wizard, Qt.Key.Key_Escape)

    assert not wizard.isVisible()


def click(wizard: ExportWizard, row: int) -> None:
    formats = find_child(wizard, QListWidget)
    place = formats.visualItemRect(formats.item(row)).center()
    QTest.mouseClick(formats.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_formats_wait_for_the_end_of_an_export_and_lead_back_to_its_options(
    wizard: ExportWizard,
) -> None:
    wizard.show_run()
    assert not find_child(wizard, QListWidget).isEnabled()

    wizard.show_ended()
    click(wizard, find_child(wizard, QListWidget).currentRow())
    assert export(wizard).isVisible()


def test_a_proposed_name_that_is_taken_gives_way_to_one_that_is_free(wizard: ExportWizard) -> None:
    wizard.show_problem("final already exists.", "", "final-2")

    assert wizard.request.name == "final-2"
    assert export(wizard).isEnabled()


def test_for_a_name_of_ones_own_that_is_taken_a_free_one_is_offered(wizard: ExportWizard) -> None:
    wizard.form.destination.set_name("mine")
    wizard.show_problem("mine already exists.", "", "mine-2")
    assert wizard.request.name == "mine"

    find_child(wizard, QPushButton, "use_free_name").click()
    assert wizard.request.name == "mine-2"
