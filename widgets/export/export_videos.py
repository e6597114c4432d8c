"""Which videos to export: a short list to tick."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from storage.foreign_text import one_line
from storage.formats.export.options import ExportVideo
from storage.quantities import number, plural
from widgets.common.focus import came_by_keyboard
from widgets.common.plain_text import tool_tip

_ROW = 28  # pixels
_ROWS = 4  # shown at once
_ID = Qt.ItemDataRole.UserRole


class ExportVideos(QListWidget):
    """Videos with their number of reviewed frames; Space ticks the current one."""

    ticked = Signal()  # by the user

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._videos: dict[str, ExportVideo] = {}
        self.setAccessibleName("Videos")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.itemChanged.connect(self._emit_ticked)

    def set_videos(self, videos: Sequence[ExportVideo], ticked: Iterable[str]) -> None:
        """Show `videos` with some ticked; those whose file is missing cannot be."""
        self._videos = {video.id: video for video in videos}
        wanted = set(ticked)
        self.blockSignals(True)
        self.clear()
        for video in videos:
            self.addItem(_item(video, video.id in wanted))
        if not videos:
            none = QListWidgetItem("There are no videos yet. Open one first.")
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            none.setSizeHint(QSize(0, _ROW))
            self.addItem(none)
        self.blockSignals(False)
        rows = min(max(len(videos), 1), _ROWS)
        self.setFixedHeight(rows * _ROW + 2 * self.frameWidth() + 2)

    @property
    def chosen(self) -> list[ExportVideo]:
        """The ticked videos, in the order of the list."""
        ticked = Qt.CheckState.Checked
        items = (self.item(row) for row in range(self.count()))
        return [self._videos[item.data(_ID)] for item in items if item.checkState() == ticked]

    def _emit_ticked(self, item: QListWidgetItem) -> None:
        self.ticked.emit()

    # Qt

    def focusInEvent(self, event: QFocusEvent) -> None:
        # a selected row says where the keys go; without focus it would look like a choice
        if came_by_keyboard(event) and self.currentRow() < 0:
            self.setCurrentRow(0)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.setCurrentRow(-1)
        super().focusOutEvent(event)


def _item(video: ExportVideo, ticked: bool) -> QListWidgetItem:
    state = "file missing" if video.missing else f"{plural(video.reviewed, 'frame')} reviewed"
    item = QListWidgetItem(f"{one_line(video.name)}    {state}")
    item.setData(_ID, video.id)
    item.setToolTip(tool_tip(f"{video.folder}/{video.name}\n{number(video.frames)} frames"))
    item.setSizeHint(QSize(0, _ROW))
    flags = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
    item.setFlags(flags if video.missing else flags | Qt.ItemFlag.ItemIsEnabled)
    ticked = ticked and not video.missing
    item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
    return item
