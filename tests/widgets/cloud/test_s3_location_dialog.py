import pytest
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from widgets.cloud.s3_location_dialog import S3LocationDialog, S3LocationFields
from widgets.cloud.step_list import StepList

FIELDS = S3LocationFields(
    "videos", "club", "coach", "eu-west-1", "http://127.0.0.1:1", 7, 3, True, "off"
)


@pytest.fixture
def dialog(qtbot: QtBot) -> S3LocationDialog:
    dialog = S3LocationDialog(["List", "Write"])
    qtbot.addWidget(dialog)
    return dialog


def test_what_is_shown_is_what_is_told(dialog: S3LocationDialog, qtbot: QtBot) -> None:
    dialog.set_fields(FIELDS)

    with qtbot.waitSignal(dialog.save_asked) as saved:
        find_child(dialog, QPushButton, "save").click()
    assert saved.args == [FIELDS]


def test_nothing_said_of_a_profile_is_nothing(dialog: S3LocationDialog) -> None:
    dialog.set_fields(S3LocationFields("videos"))

    assert dialog.fields == S3LocationFields("videos")


def test_profiles_that_are_found_leave_the_chosen_one(dialog: S3LocationDialog) -> None:
    dialog.set_fields(FIELDS)
    dialog.set_profiles(["analysis", "coach"])

    box = find_child(dialog, QComboBox)
    assert [box.itemText(i) for i in range(box.count())][1:] == ["analysis", "coach"]
    assert dialog.fields.profile == "coach"


def test_a_bucket_may_be_pasted_as_an_address(dialog: S3LocationDialog) -> None:
    dialog.set_fields(S3LocationFields("s3://videos"))

    assert dialog.fields.bucket == "videos"


def test_without_a_bucket_there_is_nothing_to_test(dialog: S3LocationDialog) -> None:
    assert not find_child(dialog, QPushButton, "test").isEnabled()
    dialog.set_fields(FIELDS)
    assert find_child(dialog, QPushButton, "test").isEnabled()


def test_a_test_shows_its_steps_as_they_go(dialog: S3LocationDialog) -> None:
    dialog.set_fields(FIELDS)
    dialog.set_testing(True)
    dialog.set_step("List", "passed", "there is something")
    dialog.set_step("Write", "failed", "denied", "ask for it")
    dialog.set_testing(False)
    dialog.set_verdict("Something is missing.")

    assert dialog.text.splitlines() == [
        "List: passed. There is something",
        "Write: failed. Denied",
        "Ask for it",
        "Something is missing.",
    ]


def test_a_new_test_begins_with_no_step_done(dialog: S3LocationDialog) -> None:
    dialog.set_step("List", "passed")
    dialog.set_testing(True)

    assert dialog.text.splitlines()[0] == "List: not yet"
    assert not find_child(dialog, QPushButton, "test").isEnabled()


def test_what_a_server_says_is_no_markup(qtbot: QtBot) -> None:
    steps = StepList(["List"])
    qtbot.addWidget(steps)
    steps.set_step("List", "failed", "<b>no</b>")

    assert "<b>no</b>" in steps.text()


def test_one_test_runs_at_a_time_whatever_is_typed_meanwhile(dialog: S3LocationDialog) -> None:
    dialog.set_fields(FIELDS)
    dialog.set_testing(True)
    dialog.set_fields(S3LocationFields("others"))
    assert not find_child(dialog, QPushButton, "test").isEnabled()

    dialog.set_testing(False)
    assert find_child(dialog, QPushButton, "test").isEnabled()
