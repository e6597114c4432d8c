from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from storage.formats.common.choices import ReadOptions
from tests.finding import find_child
from widgets.library.label_import_dialog import LabelImportDialog, LabelPreview

ALL = frozenset(field.name for field in fields(ReadOptions))


@pytest.fixture
def dialog(qtbot: QtBot) -> LabelImportDialog:
    dialog = LabelImportDialog("a.json", ALL)
    qtbot.addWidget(dialog)
    return dialog


def texts(dialog: LabelImportDialog) -> set[str]:
    return {label.text() for label in dialog.findChildren(QLabel)}


def preview(frame: int) -> LabelPreview:
    picture = QImage(480, 270, QImage.Format.Format_RGB32)
    picture.fill(0)
    return LabelPreview(f"Frame {frame}: ball", picture, QPointF(240, 135))


def test_what_is_left_alone_is_no_choice(dialog: LabelImportDialog) -> None:
    assert dialog.choices == {}


def test_choices_go_by_the_names_of_the_options(dialog: LabelImportDialog) -> None:
    for field, value in (("class_name", "puck"), ("first_number", "17"), ("attribute", "ball-ref")):
        find_child(dialog, QComboBox, field).setCurrentText(value)
    for field in ("half", "fit"):
        find_child(dialog, QComboBox, field).setCurrentIndex(2)
    for field in ("stored_pixels", "complete"):
        find_child(dialog, QCheckBox, field).setChecked(True)
    dialog.set_folder(Path("/pictures"))

    assert dialog.choices == {
        "class_name": "puck", "first_number": 17, "attribute": "ball-ref", "half": 2, "fit": "pad",
        "stored_pixels": True, "complete": True, "images": Path("/pictures"),
    }  # fmt: skip


def test_every_option_of_the_command_line_is_there(dialog: LabelImportDialog) -> None:
    names = {child.objectName() for child in dialog.findChildren(QWidget)}

    assert names >= ALL


def test_the_ways_that_pictures_are_fitted_keep_their_words(dialog: LabelImportDialog) -> None:
    dialog.set_values("fit", ["stretch", "pad", "crop"])

    assert find_child(dialog, QComboBox, "fit").itemText(1) == "Stretched"


def test_the_folder_of_the_pictures_is_asked_for(qtbot: QtBot, dialog: LabelImportDialog) -> None:
    with qtbot.waitSignal(dialog.folder_asked):
        find_child(dialog, QPushButton, "browse").click()
    with qtbot.assertNotEmitted(dialog.choices_changed):
        dialog.set_folder(Path("/pictures"))


def test_only_the_choices_of_the_format_are_there(qtbot: QtBot) -> None:
    dialog = LabelImportDialog("a.json", frozenset({"half"}))
    qtbot.addWidget(dialog)

    assert [combo.objectName() for combo in dialog.findChildren(QComboBox)] == ["half"]


def test_values_are_offered_and_what_is_chosen_stays(dialog: LabelImportDialog) -> None:
    combo = find_child(dialog, QComboBox, "class_name")
    combo.setCurrentText("b")
    dialog.set_values("class_name", ["a", "b"])
    dialog.set_values("class_name", ["a", "b"])

    assert [combo.itemText(n) for n in range(combo.count())] == ["Automatic", "a", "b"]
    assert dialog.choices == {"class_name": "b"}


def test_a_choice_is_told_and_a_setter_tells_nothing(
    qtbot: QtBot, dialog: LabelImportDialog
) -> None:
    with qtbot.assertNotEmitted(dialog.choices_changed):
        dialog.set_values("ball", ["7", "moving=true"])
    with qtbot.waitSignal(dialog.choices_changed):
        find_child(dialog, QComboBox, "ball").activated.emit(1)


def test_labels_are_shown_on_their_frames(dialog: LabelImportDialog) -> None:
    dialog.set_preview("60 balls", ["1 lines were left out."], [preview(n) for n in (0, 30, 59)])

    assert {"60 balls", "1 lines were left out.", "Frame 30: ball"} <= texts(dialog)
    rings = [label for label in dialog.findChildren(QLabel) if not label.pixmap().isNull()]
    assert [label.pixmap().width() for label in rings] == [220] * 3


def test_nothing_is_imported_while_something_is_in_the_way(dialog: LabelImportDialog) -> None:
    button = find_child(dialog, QPushButton, "import")
    dialog.set_preview("60 balls", [], [preview(0)])
    assert button.isEnabled()

    dialog.set_problem("The file does not say which class is the ball.", "Choose above.")
    assert not button.isEnabled()
    assert not any(not label.pixmap().isNull() for label in dialog.findChildren(QLabel))


def test_names_of_strangers_are_plain_text(dialog: LabelImportDialog) -> None:
    dialog.set_problem("<b>x</b>", "<img src=x>")

    shown = [label for label in dialog.findChildren(QLabel) if "<" in label.text()]
    assert {label.textFormat().name for label in shown} == {"PlainText"}
