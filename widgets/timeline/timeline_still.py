"""What stands still on a timeline, painted once and kept; an edit is painted into it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPixmap

from widgets.common import theme
from widgets.timeline.timeline_lanes import Lanes
from widgets.timeline.timeline_painting import TimelineContent, paint_still
from widgets.timeline.timeline_scale import TimeScale
from widgets.timeline.timeline_track import Range, paint_edit


class Still:
    """A pixmap of all but the playhead, the range and the pointer's note."""

    def __init__(self) -> None:
        self._pixmap: QPixmap | None = None
        self._edited: Range | None = None  # frames whose labels have changed since it was painted

    def forget(self) -> None:
        """Paint it again when it is needed next."""
        self._pixmap = None

    def edit(self, first: int, stop: int) -> None:
        """The labels of frames `[first, stop)` have changed: paint them when they are seen next."""
        if self._edited is not None:
            first, stop = min(first, self._edited[0]), max(stop, self._edited[1])
        self._edited = (first, stop)

    def pixmap(
        self, size: QSize, ratio: float, content: TimelineContent, scale: TimeScale, lanes: Lanes
    ) -> QPixmap:
        """The pixmap for a widget of `size`; `ratio` is screen pixels to a logical pixel."""
        pixmap = self._pixmap
        if pixmap is None or pixmap.devicePixelRatio() != ratio:
            self._pixmap = pixmap = QPixmap((size.toSizeF() * ratio).toSize())
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(theme.SURFACE)
            painter = QPainter(pixmap)
            paint_still(painter, content, scale, lanes, ratio)
            painter.end()
        elif self._edited is not None:
            painter = QPainter(pixmap)
            parts = content.pool, content.analysing, scale, lanes, ratio
            paint_edit(painter, *parts, self._edited)
            painter.end()
        self._edited = None
        return pixmap
