from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.gui.cloud.location_settings import S3LocationController
from app.gui.shell.context import WindowContext
from storage.cloud.s3.location import S3Location
from widgets.cloud.s3_location_dialog import S3LocationDialog, S3LocationFields


@pytest.fixture
def location_controller(context: WindowContext, host: QWidget) -> S3LocationController:
    return S3LocationController(context, host)


@pytest.fixture
def dialog(location_controller: S3LocationController) -> S3LocationDialog:
    return location_controller.ask()


def fields_of(place: S3Location) -> S3LocationFields:
    return S3LocationFields(place.bucket, place.prefix, endpoint=place.endpoint or "")


def test_what_is_saved_is_kept_and_told(
    location_controller: S3LocationController,
    dialog: S3LocationDialog,
    context: WindowContext,
    place: S3Location,
    qtbot: QtBot,
) -> None:
    fields = replace(fields_of(place), cache_gb=3, rate_mb=2, watching=True, sync="on command")
    with qtbot.waitSignal(location_controller.changed):
        dialog.save_asked.emit(fields)

    kept = context.settings
    assert (kept.place, kept.cache_gb, kept.rate_mb) == (place, 3, 2)
    assert (kept.watching, kept.sync_mode) == (True, "on command")


def test_an_empty_bucket_forgets_the_place_and_ends_the_watch(
    location_controller: S3LocationController,
    dialog: S3LocationDialog,
    context: WindowContext,
    place: S3Location,
    qtbot: QtBot,
) -> None:
    context.settings.set_place(place)
    with qtbot.waitSignal(location_controller.changed):
        dialog.save_asked.emit(S3LocationFields(watching=True))

    assert (context.settings.place, context.settings.watching) == (None, False)


def test_what_cannot_be_a_place_changes_nothing(
    location_controller: S3LocationController,
    dialog: S3LocationDialog,
    context: WindowContext,
    place: S3Location,
    qtbot: QtBot,
) -> None:
    context.settings.set_place(place)
    with qtbot.assertNotEmitted(location_controller.changed):
        dialog.save_asked.emit(S3LocationFields("my bucket"))
        dialog.test_asked.emit(S3LocationFields("my bucket"))
        dialog.policy_asked.emit(S3LocationFields("my bucket"))

    assert context.settings.place == place
    assert "not a valid bucket name" in dialog.text


def test_a_policy_is_that_of_the_fields(dialog: S3LocationDialog) -> None:
    dialog.policy_asked.emit(S3LocationFields("other-bucket", "a/b"))

    assert "arn:aws:s3:::other-bucket" in QGuiApplication.clipboard().text()
    assert "s3://other-bucket/a/b has been copied" in dialog.text


def test_a_dialog_that_is_closed_ends_its_test(
    location_controller: S3LocationController, dialog: S3LocationDialog, place: S3Location
) -> None:
    location_controller.test(fields_of(place))
    job = location_controller._test
    assert job is not None

    dialog.reject()

    assert job.cancelled
    location_controller.test(fields_of(place))  # without a dialog there is nobody to tell
    assert location_controller._test is None
