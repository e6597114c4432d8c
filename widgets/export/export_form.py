"""The choices of an export: one form for all formats, with the rows that a format has."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from storage.formats.entry.export_format import ExportFormat, Span
from storage.formats.export.options import ExportRequest, ExportVideo
from widgets.common.plain_text import PlainLabel
from widgets.export.export_classes import ExportClasses
from widgets.export.export_destination import LABELS, ExportDestination
from widgets.export.export_videos import ExportVideos

_IMAGES = {"jpeg": "JPEG, smaller", "png": "PNG, lossless", "none": "None, only labels"}
_STEM_BYTES = 200  # of a proposed name; disks take 255
_MAX_EVERY, _MAX_SIZE, _MAX_VALIDATION = 1000, 400, 50


class ExportForm(QWidget):
    """Setters say nothing; `changed` is the user's."""

    changed = Signal()

    def __init__(self, folder: Path, address: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.videos, self.classes = ExportVideos(), ExportClasses()
        self.destination = ExportDestination(folder, address)
        self._span, self._task, self._images, self._half = (QComboBox() for _ in range(4))
        self._labels = QComboBox()
        self._every, self._size, self._validation = QSpinBox(), QSpinBox(), QSpinBox()
        self._keypoints = QCheckBox("Also its centre as a point")
        self._fast_copy = QCheckBox("Fast copy: quick, but starts at the key frame before")
        self._format = ExportFormat("", "")
        self._in_out: range | None = None
        self._in_out_video = ""
        self._span_chosen = False  # by the user; until then a format proposes its own
        self._images_of: dict[str, str] = {}  # by format: not all of them need pictures
        self._form = QFormLayout()
        self._rows: dict[str, QWidget] = {
            "videos": self.videos,
            "task": self._task,
            "span": self._span,
            "every": self._every,
            "classes": self.classes,
            "effective": self._labels,
            "images": self._images,
            "size": self._size,
            "keypoints": self._keypoints,
            "validation": self._validation,
            "half": self._half,
            "fast_copy": self._fast_copy,
        }
        self._fill()
        self._build()
        self._connect()

    @property
    def request(self) -> ExportRequest:
        """Everything as it is chosen now; rows that the format does not have do not count."""
        has = self._shown.__contains__
        span = Span(self._span.currentData() or Span.WHOLE)
        in_out = self._in_out if span == Span.RANGES else None
        plain = ExportRequest(
            self._format.name,
            tuple(video.id for video in self.videos.chosen),
            self.destination.folder,
            self.destination.name,
        )
        return replace(
            plain,
            span=span,
            ranges=() if in_out is None else (in_out,),
            every=self._every.value() if has("every") else plain.every,
            classes=self.classes.chosen if has("classes") else plain.classes,
            effective=has("effective") and bool(self._labels.currentData()),
            images=str(self._images.currentData()) if has("images") else plain.images,
            task=str(self._task.currentData() or "") if has("task") else plain.task,
            size=self._size.value(),
            keypoints=self._keypoints.isChecked(),
            validation=self._validation.value() / 100,
            half=int(self._half.currentData()),
            fast_copy=has("fast_copy") and self._fast_copy.isChecked(),
        )

    def set_format(self, format: ExportFormat) -> None:
        """Show the rows that `format` has."""
        self._format = format
        _refill(self._images, [(_IMAGES[kind], kind) for kind in format.images])
        _choose(self._images, self._images_of.get(format.name, format.images[0]))
        _refill(self._task, [(task.title, task.id) for task in format.tasks])
        self._keypoints.setText(format.points)
        self._show_videos()

    def set_videos(self, videos: Sequence[ExportVideo], ticked: Sequence[str]) -> None:
        """Offer these videos."""
        self.videos.set_videos(videos, ticked)
        self._show_videos()

    def set_in_out_range(self, frames: range | None, video: str = "") -> None:
        """The range between in and out of the video under review."""
        self._in_out, self._in_out_video = frames, video
        self._show_spans()

    def set_values(self, values: Mapping[str, str]) -> None:
        """Choose as in `values`, which `values` gave; invalid ones are ignored."""
        for name, combo in self._combos().items():
            _choose(combo, values.get(name, ""))
        for name, images in values.items():
            if name.startswith("images-"):
                self._images_of[name.removeprefix("images-")] = images
        _choose(self._images, self._images_of.get(self._format.name, ""))
        self._show_rows()
        for name, spin in self._spins().items():
            if values.get(name, "").isdecimal():
                with QSignalBlocker(spin):
                    spin.setValue(int(values[name]))
        self._keypoints.setChecked(values.get("keypoints", "True") == "True")

    def values(self) -> dict[str, str]:
        """The choices worth remembering, as text."""
        return {
            **{name: str(combo.currentData()) for name, combo in self._combos().items()},
            **{name: str(spin.value()) for name, spin in self._spins().items()},
            **{f"images-{format}": images for format, images in self._images_of.items()},
            "keypoints": str(self._keypoints.isChecked()),
        }

    def _combos(self) -> dict[str, QComboBox]:
        return {
            "task": self._task,
            "effective": self._labels,
            "half": self._half,
        }

    def _spins(self) -> dict[str, QSpinBox]:
        return {"every": self._every, "size": self._size, "validation": self._validation}

    def _fill(self) -> None:
        self._labels.addItem("Only reviewed ones", False)
        self._labels.addItem("Also unreviewed predictions", True)
        self._half.addItem("First half", 1)
        self._half.addItem("Second half", 2)
        for spin in self._spins().values():
            # the style sheet's padding does not reach the text of these
            spin.lineEdit().setTextMargins(6, 0, 0, 0)
        self._every.setRange(1, _MAX_EVERY)
        self._every.setPrefix("every ")
        self._every.setSuffix(" frames")
        self._every.setSpecialValueText("all frames")
        self._size.setRange(1, _MAX_SIZE)
        self._size.setSuffix(" px")
        self._size.setValue(17)
        self._validation.setRange(0, _MAX_VALIDATION)
        self._validation.setSuffix(" % at the end of each video")
        self._validation.setValue(20)
        self._keypoints.setChecked(True)
        for name, widget in self._rows.items():
            widget.setObjectName(name)

    def _build(self) -> None:
        titles = {
            "videos": "Videos",
            "task": "Task",
            "span": "Frames",
            "every": "Of these",
            "classes": "Events",
            "effective": "Labels",
            "images": "Pictures",
            "size": "Ball's box",
            "keypoints": "",
            "validation": "Validation",
            "half": "Half",
            "fast_copy": "",
        }
        self._form.setVerticalSpacing(10)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, widget in self._rows.items():
            label = PlainLabel(titles[name])
            label.setMinimumWidth(LABELS)
            self._form.addRow(label, widget)
            widget.setAccessibleName(titles[name])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        column.addLayout(self._form)
        column.addStretch(1)

    def _connect(self) -> None:
        self.videos.ticked.connect(self._show_videos)
        self._span.activated.connect(self._keep_span)
        self._images.activated.connect(self._keep_images)
        self._task.activated.connect(self._show_rows)
        for combo in (self._span, self._task, self._images, self._labels, self._half):
            combo.activated.connect(self.changed)
        for spin in self._spins().values():
            spin.valueChanged.connect(self.changed)
        for box in (self._keypoints, self._fast_copy):
            box.clicked.connect(self.changed)
        self.videos.ticked.connect(self.changed)
        self.classes.ticked.connect(self.changed)
        self.destination.changed.connect(self.changed)

    @property
    def _shown(self) -> frozenset[str]:
        """The rows that format and task have a use for."""
        task = next(
            (task for task in self._format.tasks if task.id == self._task.currentData()), None
        )
        none = frozenset() if self.classes.offered else frozenset({"classes"})
        return self._format.choices - none - (task.without if task else frozenset())

    def _show_rows(self) -> None:
        shown = self._shown
        for name, widget in self._rows.items():
            self._form.setRowVisible(widget, name in shown)

    def _keep_span(self) -> None:
        self._span_chosen = True

    def _keep_images(self) -> None:
        self._images_of[self._format.name] = str(self._images.currentData())

    def _show_videos(self) -> None:
        """What depends on which videos are chosen."""
        chosen = self.videos.chosen
        names = sorted({name for video in chosen for name in video.events})
        self.classes.set_names(names)
        self._show_rows()
        self._show_spans()
        stem = Path(chosen[0].name).stem if len(chosen) == 1 else f"{len(chosen) or 'no'}-videos"
        one_file = self._format.suffix and len(chosen) == 1
        suffix = self._format.suffix if one_file else f"-{self._format.name}"
        fitting = stem.encode(errors="replace")[:_STEM_BYTES].decode(errors="ignore")
        self.destination.propose_name(f"{fitting}{suffix}")

    def _show_spans(self) -> None:
        chosen = self.videos.chosen
        titles = {Span.WHOLE: "The whole video" if len(chosen) < 2 else "Whole videos"}
        if self._in_out is not None and [video.id for video in chosen] == [self._in_out_video]:
            ends = f"{self._in_out.start} to {self._in_out.stop - 1}"
            titles[Span.RANGES] = f"Between in and out, frames {ends}"
        titles[Span.REVIEWED] = "Reviewed frames"
        if kept := sum(video.clips for video in chosen):
            titles[Span.CLIPS] = f"Kept clips ({kept})"
        spans = [(titles[span], span) for span in self._format.spans if span in titles]
        _refill(self._span, spans)
        if not self._span_chosen and spans:
            offered = [span for _, span in spans]
            _choose(self._span, Span.RANGES if Span.RANGES in offered else offered[0])


def _choose(combo: QComboBox, data: str) -> None:
    """Choose the item of this data, if it is there."""
    place = [str(combo.itemData(row)) for row in range(combo.count())]
    if data in place:
        combo.setCurrentIndex(place.index(data))


def _refill(combo: QComboBox, items: Sequence[tuple[str, object]]) -> None:
    """Offer `items`, keeping what is chosen where it is still there."""
    chosen = combo.currentData()
    combo.clear()
    for title, data in items:
        combo.addItem(title, data)
    place = [data for _, data in items]
    if chosen in place:
        combo.setCurrentIndex(place.index(chosen))
