"""The page of the settings for S3: where, as whom, and whether it works."""

from collections.abc import Generator

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.gui.jobs.jobs import Job, at_once
from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import show_dialog
from app.workflows.background import return_user_errors, run_with_timeout
from app.workflows.cloud.paths import cache_of
from storage.cloud.s3.bucket import connect
from storage.cloud.s3.connection_test import (
    STEPS,
    ConnectionReport,
    ConnectionStep,
    check_connection,
)
from storage.cloud.s3.location import S3Location
from storage.cloud.s3.policy import policy_for
from storage.errors import UserError
from storage.quantities import bytes_text
from widgets.cloud.s3_location_dialog import S3LocationDialog, S3LocationFields

SECONDS = 90  # after which a test is given up


class S3LocationController(QObject):
    """Opens the dialog, runs its tests, and keeps what is saved."""

    changed = Signal()  # another place, cache or watch

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._library = context.library
        self._jobs = context.jobs
        self._settings = context.settings
        self._window = window
        self._dialog: S3LocationDialog | None = None
        self._test: Job | None = None

    def ask(self) -> S3LocationDialog:
        """Open the dialog on what is set."""
        self._dialog = dialog = S3LocationDialog(STEPS, self._window)
        dialog.set_fields(self._fields())
        dialog.test_asked.connect(self.test)
        dialog.policy_asked.connect(self._copy_policy)
        dialog.save_asked.connect(self._save)
        dialog.clearing_asked.connect(self._clear_cache)
        dialog.finished.connect(self._let_go)
        show_dialog(dialog)
        self._jobs.start(at_once(_profiles)).succeeded.connect(self._offer_profiles)
        self._show_kept()
        return dialog

    def test(self, fields: S3LocationFields) -> None:
        """Test what stands in the fields, saved or not."""
        if (place := self._place(fields)) is None or self._dialog is None:
            return
        self._dialog.set_testing(True)
        self._test = job = self._jobs.start(return_user_errors(_test(place)))
        job.progressed.connect(self._show_step)
        job.succeeded.connect(self._end_test)

    def _fields(self) -> S3LocationFields:
        settings = self._settings
        amounts = (settings.cache_gb, settings.rate_mb)
        if (place := settings.place) is None:
            return S3LocationFields("", "", "", "", "", *amounts, sync=settings.sync_mode)
        login = (place.profile or "", place.region or "", place.endpoint or "")
        shared = (settings.watching, settings.sync_mode)
        return S3LocationFields(place.bucket, place.prefix, *login, *amounts, *shared)

    def _place(self, fields: S3LocationFields) -> S3Location | None:
        """The place that the fields name; what is wrong with them is said in the dialog."""
        try:
            place = S3Location(
                fields.bucket, fields.prefix, fields.profile, fields.region, fields.endpoint
            )
        except UserError as error:
            self._say(str(error))
            return None
        self._say("")
        return place

    def _say(self, words: str) -> None:
        if self._dialog is not None:
            self._dialog.set_error(words)

    def _save(self, fields: S3LocationFields) -> None:
        place = self._place(fields) if fields.bucket else None
        if fields.bucket and place is None:
            return
        self._settings.set_place(place)
        self._settings.set_cache_gb(fields.cache_gb)
        self._settings.set_rate_mb(fields.rate_mb)
        self._settings.set_watching(place is not None and fields.watching)
        self._settings.set_sync_mode(fields.sync)
        if self._dialog is not None:
            self._dialog.accept()
        self.changed.emit()

    def _copy_policy(self, fields: S3LocationFields) -> None:
        if (place := self._place(fields)) is None or self._dialog is None:
            return
        QGuiApplication.clipboard().setText(policy_for(place))
        self._dialog.set_verdict(
            f"The IAM policy for {place.url} has been copied. "
            "Send it to the administrator of the AWS account."
        )

    def _show_step(self, step: ConnectionStep | None) -> None:
        if self._dialog is not None and step is not None:
            self._dialog.set_step(step.name, step.state.value, step.found, step.advice)

    def _end_test(self, report: ConnectionReport | UserError) -> None:
        if self._dialog is None:
            return
        self._dialog.set_testing(False)
        if isinstance(report, UserError):
            self._dialog.set_error(str(report))
        elif report.passed:
            self._dialog.set_verdict("This location works.")
        else:
            self._dialog.set_verdict(
                "Permissions are missing. “Copy policy” copies an IAM policy that grants them."
            )

    def _offer_profiles(self, names: list[str]) -> None:
        if self._dialog is not None:
            self._dialog.set_profiles(names)

    def _show_kept(self) -> None:
        cache = cache_of(self._library.folder, self._settings.cache_gb)
        self._jobs.start(at_once(cache.size)).succeeded.connect(self._tell_kept)

    def _tell_kept(self, size: int) -> None:
        if self._dialog is not None:
            self._dialog.set_kept(f"{bytes_text(size)} used" if size else "")

    def _clear_cache(self) -> None:
        cache = cache_of(self._library.folder, self._settings.cache_gb)
        job = self._jobs.start(at_once(cache.clear))
        job.succeeded.connect(self._show_kept)

    def _let_go(self) -> None:
        self._dialog = None
        if self._test is not None:
            self._test.cancel()
            self._test = None


def _test(place: S3Location) -> Generator[ConnectionStep | None, None, ConnectionReport]:
    return run_with_timeout(
        check_connection(connect(place, patient=False)),
        SECONDS,
        f"S3 did not answer within {SECONDS} seconds.",
        "A proxy, a name server or a credential program may not be responding.",
    )


def _profiles() -> list[str]:
    from storage.cloud.s3.connection import profiles  # loads boto3

    return profiles()
