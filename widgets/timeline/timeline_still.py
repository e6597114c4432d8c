"""What stands still on a timeline, painted once and kept; an edit is painted into it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPixmap

from widgets.common import theme
from widgets.timeline.timeline_lanes import Lanes
from widgets.timeline.timeline_painting import Content, paint_still
from widgets.timeline.timeline_scale import Scale
from widgets.timeline.timeline_track import Range, paint_edit


class Still:
    """A pixmap of all but the playhead, the range and the pointer's note."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None

    def forget(self) -> None:
        """Paint it again when it is needed next."""
        self._pixmap = None

    def pixmap(
        self, size: QSize, ratio: float, content: Content, scale: Scale, lanes: Lanes
    ) -> QPixmap:
        """The pixmap for a widget of `size`; `ratio` is screen pixels to a logical pixel."""
        if self._pixmap is None or self._pixmap.devicePixelRatio() != ratio:
            self._pixmap = QPixmap((size.toSizeF() * ratio).toSize())
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(theme.SURFACE)
            painter = QPainter(self._pixmap)
            paint_still(painter, content, scale, lanes, ratio)
            painter.end()
        return self._pixmap

    def edit(self, content: Content, scale: Scale, lanes: Lanes, frames: Range) -> None:
        """The labels of `frames` have changed: paint them, where they have been painted."""
        if self._pixmap is not None:
            painter = QPainter(self._pixmap)
            ratio = self._pixmap.devicePixelRatio()
            paint_edit(painter, content.pool, content.analysing, scale, lanes, ratio, frames)
            painter.end()
