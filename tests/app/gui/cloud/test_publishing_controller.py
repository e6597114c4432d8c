"""Publishing in the window, against a real server."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from app.gui.cloud.publishing_controller import TASKS
from app.gui.shell.settings import Settings
from storage.cloud.s3.bucket import Bucket
from storage.cloud.s3.location import S3Location
from storage.formats.export.tasks import GroundTruthTask
from tests.app.user import User
from tests.finding import find_child
from widgets.cloud.data_set_dialog import DataSetDialog, DataSetFields
from widgets.window.notice_bar import NoticeBar

POINTER = "groundtruth/finals/manifests/output/output.manifest"


@pytest.fixture
def publisher(reviewer: User, settings: Settings, place: S3Location) -> User:
    """Somebody with a place in S3 who has looked at a frame of the tracked clip."""
    settings.set_place(place)
    reviewer.goes_to(5)
    reviewer.presses("X")
    reviewer.presses("2")
    reviewer.rests()
    reviewer.session.gestures.place(40, 30)
    reviewer.rests()
    return reviewer


def keep(user: User, fields: DataSetFields, button: str) -> DataSetDialog:
    user.presses("Ctrl+Shift+P")
    dialog = find_child(user.window, DataSetDialog)
    dialog.set_fields(fields)
    find_child(dialog, QPushButton, button).click()
    return dialog


def test_every_task_can_be_chosen() -> None:
    assert set(TASKS) == set(GroundTruthTask)


def test_a_data_set_is_published_on_demand(publisher: User, bucket: Bucket) -> None:
    keep(publisher, DataSetFields("finals"), "publish")
    publisher.sees_notice("has a new revision")

    assert bucket.read(POINTER, 1 << 20)


def test_publishing_again_says_that_nothing_is_new(publisher: User) -> None:
    keep(publisher, DataSetFields("finals"), "publish")
    publisher.sees_notice("has a new revision")
    publisher.window.activateWindow()  # without a screen nobody does so when a dialog closes
    publisher.qtbot.waitUntil(publisher.window.isActiveWindow)
    publisher.presses("Ctrl+P")

    publisher.sees_notice("is up to date")


def test_a_review_that_ends_meanwhile_is_published_next(publisher: User) -> None:
    keep(publisher, DataSetFields("finals", when="after each review"), "publish")
    publisher.leaves()
    assert "Wait" not in publisher.notice

    publisher.sees_notice("has a new revision")
    publisher.qtbot.waitUntil(lambda: not publisher.window._context.jobs._running)


def test_after_a_review_it_is_published_where_that_is_wanted(
    publisher: User, bucket: Bucket
) -> None:
    keep(publisher, DataSetFields("finals", when="after each review"), "save")
    publisher.leaves()

    publisher.sees_notice("has a new revision")
    assert bucket.read(POINTER, 1 << 20)


def test_what_was_chosen_is_kept(publisher: User) -> None:
    fields = DataSetFields("finals", "image-boxes", 3, True, "after each review")
    keep(publisher, fields, "save")
    publisher.presses("Ctrl+Shift+P")
    dialog = publisher.window.findChildren(DataSetDialog)[-1]

    assert dialog.fields == fields
    dialog.reject()


def test_a_name_that_cannot_be_one_is_said_in_the_dialog(publisher: User) -> None:
    dialog = keep(publisher, DataSetFields("no/name"), "save")

    assert dialog.isVisible()
    assert "not a valid data set name" in dialog.error
    dialog.reject()


def test_a_range_is_sent_for_labelling(publisher: User) -> None:
    publisher.marks_range(3, 7)
    publisher.presses("Ctrl+L")
    publisher.sees_notice("5 frames are ready for a labelling job")
    next(
        button
        for button in find_child(publisher.window, NoticeBar).findChildren(QPushButton)
        if button.text() == "Copy address"
    ).click()

    assert QGuiApplication.clipboard().text().endswith("/input.manifest")


def test_without_a_range_it_says_what_to_do(publisher: User) -> None:
    publisher.presses("Ctrl+L")

    publisher.sees_notice("No range is marked")


def test_without_a_place_it_says_what_to_do(publisher: User, settings: Settings) -> None:
    settings.set_place(None)
    keep(publisher, DataSetFields("finals"), "publish")

    publisher.sees_notice("No S3 location is set")
