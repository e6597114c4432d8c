from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from tests.finding import found
from widgets.export_dialog import ExportChoice, ExportDialog, Format, Pieces

FORMATS = (
    Format("csv", "Table", "One row for each frame.", ".csv"),
    Format(
        "set", "Data set", "Frames and labels.",
        choices=frozenset({"frames", "effective", "prefix", "image"}),
    ),
    Format("clips", "Clips", "Videos.", choices=frozenset({"frames", "fast_copy"})),
)  # fmt: skip
PIECES = (Pieces("Range", (range(10, 20),)), Pieces("All", (range(100),)))
FOLDER = Path("/exports")


@pytest.fixture
def dialog(qtbot: QtBot) -> ExportDialog:
    dialog = ExportDialog(FORMATS, PIECES, "final", FOLDER)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def path_field(dialog: ExportDialog) -> QLineEdit:
    fields = dialog.findChildren(QLineEdit)
    return next(field for field in fields if field.accessibleName() == "Write to")


def check(dialog: ExportDialog, words: str) -> None:
    boxes = dialog.findChildren(QCheckBox)
    next(box for box in boxes if words in box.text()).click()


def test_the_first_format_and_the_first_pieces_are_chosen(dialog: ExportDialog) -> None:
    assert dialog.choice == ExportChoice("csv", (range(10, 20),), FOLDER / "final.csv")


def test_a_format_proposes_a_name_of_its_own(dialog: ExportDialog) -> None:
    dialog.choose("clips")

    assert dialog.choice.path == FOLDER / "final-clips"


def test_only_the_choices_of_the_format_are_shown(dialog: ExportDialog) -> None:
    boxes = dialog.findChildren(QCheckBox)
    assert not any(box.isVisible() for box in boxes)

    dialog.choose("clips")
    assert [box.text()[:9] for box in boxes if box.isVisible()] == ["Fast copy"]


def test_a_choice_of_another_format_does_not_count(dialog: ExportDialog) -> None:
    dialog.choose("clips")
    check(dialog, "Fast copy")
    assert dialog.choice.fast_copy

    dialog.choose("set")
    assert not dialog.choice.fast_copy


def test_everything_that_is_chosen_is_told_once(dialog: ExportDialog, qtbot: QtBot) -> None:
    found(dialog, QListWidget).setCurrentRow(1)
    check(dialog, "Also what only the model says")
    pieces, pictures = dialog.findChildren(QComboBox)
    pieces.setCurrentIndex(1)
    pictures.setCurrentIndex(1)
    prefix = next(f for f in dialog.findChildren(QLineEdit) if "s3://" in f.placeholderText())
    QTest.keyClicks(prefix, " s3://bucket/final ")

    with qtbot.waitSignal(dialog.export_asked) as asked:
        found(dialog, QPushButton, "export").click()

    assert asked.args == [
        ExportChoice(
            "set", (range(100),), FOLDER / "final-set", True, "s3://bucket/final", "png", False
        )
    ]
    assert not dialog.isVisible()


def test_who_cancels_exports_nothing(dialog: ExportDialog, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(dialog.export_asked):
        dialog.reject()


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("/other/table.csv", Path("/other/table.csv")),
        ("table.csv", FOLDER / "table.csv"),
        ("~/table.csv", Path.home() / "table.csv"),
        ("  table.csv ", FOLDER / "table.csv"),
    ],
)
def test_a_name_without_a_folder_is_in_the_folder_that_was_proposed(
    dialog: ExportDialog, typed: str, path: Path
) -> None:
    field = path_field(dialog)
    field.clear()
    QTest.keyClicks(field, typed)

    assert dialog.choice.path == path


def test_without_a_place_there_is_nothing_to_export(dialog: ExportDialog) -> None:
    path_field(dialog).setText("  ")

    assert not found(dialog, QPushButton, "export").isEnabled()


def test_a_place_can_be_looked_for(dialog: ExportDialog) -> None:
    buttons = dialog.findChildren(QPushButton)
    next(button for button in buttons if button.text() == "Browse…").click()
    found(dialog, QFileDialog).fileSelected.emit("/elsewhere/ball.csv")

    assert dialog.choice.path == Path("/elsewhere/ball.csv")
