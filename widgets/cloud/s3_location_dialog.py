"""Where in S3 videos and labels lie, as whom it is reached, and a test of the connection."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from widgets.cloud.step_list import StepList
from widgets.common.plain_text import PlainLabel

_OWN_CHOICE = "AWS default"
SYNC_MODES = {
    "automatic": "automatically, when online",
    "on command": "only on command",
    "off": "not at all",
}
_ABOUT = (
    "Touchline stores no keys. It uses this computer's AWS login: profiles, single sign-on, "
    "environment variables."
)


@dataclass(frozen=True, slots=True)
class S3LocationFields:
    """What stands in the fields; "" is nothing said."""

    bucket: str = ""
    prefix: str = ""
    profile: str = ""
    region: str = ""
    endpoint: str = ""
    cache_gb: int = 20
    rate_mb: int = 0  # megabytes a second at most; 0 is no limit
    watching: bool = False
    sync: str = "automatic"  # one of SYNC_MODES


class S3LocationDialog(QDialog):
    """Asks for a place and shows how a test of it goes; nothing is kept before `save_asked`."""

    test_asked = Signal(S3LocationFields)
    policy_asked = Signal(S3LocationFields)
    save_asked = Signal(S3LocationFields)
    clearing_asked = Signal()  # of the videos on this computer

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bucket, self._prefix = QLineEdit(), QLineEdit()
        self._profile, self._region, self._endpoint = QComboBox(), QLineEdit(), QLineEdit()
        self._cache, self._rate, self._kept = QSpinBox(), QSpinBox(), PlainLabel()
        self._watching = QCheckBox("Download new videos from this location automatically")
        self._sync = QComboBox()
        self._steps = StepList(steps)
        self._testing = False
        self._verdict, self._error = PlainLabel(), PlainLabel()
        self._test, self._policy = QPushButton("Test connection"), QPushButton("Copy policy")
        self._clear, self._save = QPushButton("Remove all"), QPushButton("Save")
        self.setWindowTitle("S3 and sharing")
        self.resize(680, 700)
        self._build()
        self._enable()

    @property
    def fields(self) -> S3LocationFields:
        """What stands in the fields now."""
        profile = self._profile.currentText().strip()
        return S3LocationFields(
            self._bucket.text().strip().removeprefix("s3://"),
            self._prefix.text().strip(),
            "" if profile == _OWN_CHOICE else profile,
            self._region.text().strip(),
            self._endpoint.text().strip(),
            self._cache.value(),
            self._rate.value(),
            self._watching.isChecked(),
            str(self._sync.currentData()),
        )

    @property
    def text(self) -> str:
        """What the test and the checks of the fields say, for who cannot see them."""
        return "\n".join((self._error.text(), self._steps.text(), self._verdict.text())).strip()

    def set_fields(self, fields: S3LocationFields) -> None:
        """Show a place."""
        self._bucket.setText(fields.bucket)
        self._prefix.setText(fields.prefix)
        self._profile.setCurrentText(fields.profile or _OWN_CHOICE)
        self._region.setText(fields.region)
        self._endpoint.setText(fields.endpoint)
        self._cache.setValue(fields.cache_gb)
        self._rate.setValue(fields.rate_mb)
        self._watching.setChecked(fields.watching)
        self._sync.setCurrentIndex(list(SYNC_MODES).index(fields.sync))

    def set_profiles(self, names: Sequence[str]) -> None:
        """Offer the profiles of this computer; what is chosen or typed stays."""
        chosen = self._profile.currentText()
        self._profile.clear()
        self._profile.addItems([_OWN_CHOICE, *names])
        self._profile.setCurrentText(chosen or _OWN_CHOICE)

    def set_kept(self, size: str) -> None:
        """Say how much the videos fetched so far take; "" hides it."""
        self._kept.setText(size)
        self._kept.setVisible(bool(size))
        self._clear.setVisible(bool(size))

    def set_testing(self, testing: bool) -> None:
        """Show that a test runs; a new one begins with no step done."""
        if testing:
            self._steps.clear()
            self._verdict.clear()
            self.set_error("")
        self._testing = testing
        self._test.setText("Testing…" if testing else "Test connection")
        self._enable()

    def set_step(self, name: str, state: str, result: str = "", advice: str = "") -> None:
        """Show how a step of the test stands."""
        self._steps.set_step(name, state, result, advice)

    def set_verdict(self, words: str) -> None:
        """Say how the whole test ended, or what was done with the policy."""
        self._verdict.setText(words)

    def set_error(self, words: str) -> None:
        """Say what is wrong with the fields; "" takes it away."""
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def _build(self) -> None:
        about = _wrapped(PlainLabel(_ABOUT), "muted")
        _wrapped(self._error, "warning").hide()
        _wrapped(self._verdict, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(about)
        column.addLayout(self._form())
        column.addWidget(self._error)
        column.addLayout(self._test_row())
        column.addWidget(self._scrolled(), 1)
        column.addWidget(self._verdict)
        column.addLayout(self._foot())
        self.set_kept("")

    def _form(self) -> QFormLayout:
        self._bucket.setPlaceholderText("club-videos")
        self._prefix.setPlaceholderText("matches/2026, or empty for the whole bucket")
        self._region.setPlaceholderText("from the profile")
        self._endpoint.setPlaceholderText("AWS; or https://s3.example.org for another server")
        self._profile.setEditable(True)
        self._profile.addItem(_OWN_CHOICE)
        _amount(self._cache, 1, " GB")
        _amount(self._rate, 0, " MB/s")
        self._rate.setSpecialValueText("unlimited")
        self._bucket.textChanged.connect(self._enable)
        self._clear.clicked.connect(self.clearing_asked)
        self._clear.setProperty("role", "flat")
        kept = QHBoxLayout()
        for part in (self._cache, self._kept, self._clear):
            kept.addWidget(part)
        kept.addStretch(1)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for title, field in (
            ("Bucket", self._bucket),
            ("Prefix", self._prefix),
            ("AWS profile", self._profile),
            ("Region", self._region),
            ("Endpoint", self._endpoint),
        ):
            form.addRow(title, field)
            field.setAccessibleName(title)
        form.addRow("Videos kept here", kept)
        self._cache.setAccessibleName("Videos kept here")
        form.addRow("Speed", self._rate)
        self._rate.setAccessibleName("Speed")
        form.addRow("", self._watching)
        for mode, words in SYNC_MODES.items():
            self._sync.addItem(words, mode)
        form.addRow("Labels are shared", self._sync)
        self._sync.setAccessibleName("Labels are shared")
        return form

    def _test_row(self) -> QHBoxLayout:
        self._test.clicked.connect(lambda: self.test_asked.emit(self.fields))
        self._policy.clicked.connect(lambda: self.policy_asked.emit(self.fields))
        self._policy.setToolTip(
            "Copies the IAM policy with the permissions that Touchline needs here"
        )
        row = QHBoxLayout()
        row.addWidget(self._test)
        row.addWidget(self._policy)
        row.addStretch(1)
        return row

    def _scrolled(self) -> QScrollArea:
        scroll = QScrollArea()
        scroll.setWidget(self._steps)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        return scroll

    def _foot(self) -> QHBoxLayout:
        close = QPushButton("Close")
        close.clicked.connect(self.reject)
        self._save.setObjectName("save")
        self._test.setObjectName("test")
        self._policy.setObjectName("policy")
        self._save.setProperty("role", "primary")
        self._save.clicked.connect(lambda: self.save_asked.emit(self.fields))
        for button in (close, self._test, self._policy, self._clear):
            button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        row.addWidget(self._save)
        return row

    def _enable(self) -> None:
        named = bool(self.fields.bucket)
        self._test.setEnabled(named and not self._testing)
        self._policy.setEnabled(named)
        self._watching.setEnabled(named)


def _wrapped(label: QLabel, role: str) -> QLabel:
    label.setWordWrap(True)
    label.setProperty("role", role)
    return label


def _amount(field: QSpinBox, least: int, unit: str) -> None:
    field.setRange(least, 100_000)
    field.setSuffix(unit)
    field.setFixedWidth(180)
    field.lineEdit().setTextMargins(6, 0, 0, 0)
