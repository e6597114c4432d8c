"""The middle of the window: pages, a strip below them, a notice that floats over their top."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.notice_bar import NoticeBar


class Stage(QWidget):
    """A notice comes and goes without moving anything: the picture under review stands still."""

    def __init__(
        self, pages: QWidget, strip: QWidget, notice: NoticeBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._notice = notice
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(pages, 1)
        column.addWidget(strip)
        notice.setParent(self)
        notice.installEventFilter(self)
        notice.hide()

    def _place_notice(self) -> None:
        # not its size hint: that is of a narrow column, in which its words take many lines
        height = self._notice.heightForWidth(self.width())
        self._notice.setGeometry(0, 0, self.width(), height)
        self._notice.raise_()

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place_notice()
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.LayoutRequest):
            self._place_notice()
        return super().eventFilter(watched, event)
