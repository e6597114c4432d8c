"""The places of the review queue as rows of a list: picture, reason, where, how doubtful."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from widgets.common import theme
from widgets.common.plain_text import tool_tip

_Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole

HEIGHT = 56
THUMBNAIL = QSize(80, 45)
_PAD = 6


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place as the list shows it."""

    frame: int  # the most doubtful one, by which its picture is known
    reason: str
    span: str  # where it is and how long, as "0:12.400 · 14 frames"
    doubt: float  # 0 to 1
    done: str = ""  # what has been said of it, or "seen"; empty while it waits
    thumbnail: QImage | None = None


class PlaceListModel(QAbstractListModel):
    """Rows in the order in which they are visited."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[PlaceRow] = []
        self._thumbnails: dict[int, QImage] = {}
        self.current = -1

    @property
    def rows(self) -> Sequence[PlaceRow]:
        """The rows as they are shown."""
        return self._rows

    def set_rows(self, rows: Sequence[PlaceRow], current: int) -> None:
        """Show these rows; `current` is the one that is being looked at, -1 for none."""
        self.beginResetModel()
        self._rows, self.current = list(rows), current
        self.endResetModel()

    def set_thumbnail(self, frame: int, image: QImage) -> None:
        """The picture of the place whose most doubtful frame this is."""
        self._thumbnails[frame] = image
        for number, row in enumerate(self._rows):
            if row.frame == frame:
                self.dataChanged.emit(self.index(number), self.index(number))

    def lacking(self) -> list[int]:
        """Frames whose pictures are missing, in the order of the rows."""
        return [row.frame for row in self._rows if row.frame not in self._thumbnails]

    # Qt

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return replace(row, thumbnail=self._thumbnails.get(row.frame))
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.reason}. {row.span}, {_doubt_text(row)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tool_tip(f"{row.reason}\n{row.span}\n{_doubt_text(row)}")
        return None


class PlaceDelegate(QStyledItemDelegate):
    """Paints a row: picture at the left, reason in two lines, where and how doubtful below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = index.data(ROW)
        model = index.model()
        assert isinstance(model, PlaceListModel)
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        is_current = index.row() == model.current
        painter.save()
        if is_current or hovered:
            painter.fillRect(area, theme.RAISED if is_current else theme.HOVER)
        if is_current:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), theme.ACCENT)
        picture = QRect(area.left() + _PAD + 2, area.top() + 5, *THUMBNAIL.toTuple())
        _paint_picture(painter, picture, row)
        text = area.adjusted(picture.width() + 2 * _PAD + 6, 4, -_PAD, -4)
        _paint_text(painter, text, row)
        painter.setPen(QPen(theme.OUTLINE, 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.restore()


def _paint_picture(painter: QPainter, area: QRect, row: PlaceRow) -> None:
    painter.fillRect(area, theme.WELL)
    if row.thumbnail is not None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, row.thumbnail)
    bar = QRectF(area.left(), area.bottom() - 2, area.width() * min(max(row.doubt, 0), 1), 3)
    painter.fillRect(bar, theme.DONE if row.done else _doubt_colour(row.doubt))
    if row.done:
        veil = QColor(theme.SURFACE)
        veil.setAlpha(120)
        painter.fillRect(area, veil)


def _paint_text(painter: QPainter, area: QRect, row: PlaceRow) -> None:
    painter.setPen(theme.MUTED if row.done else theme.TEXT)
    painter.setFont(theme.font(12))
    metrics = QFontMetrics(theme.font(12))
    top = QRect(area.left(), area.top(), area.width(), area.height() - 15)
    lines = _two_lines(row.reason, metrics, top.width())
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    painter.drawText(top, flags, "\n".join(lines))
    painter.setPen(theme.MUTED)
    painter.setFont(theme.font(11))
    below = QRect(area.left(), area.bottom() - 14, area.width(), 15)
    doubt = _doubt_text(row)
    painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, doubt)
    small = QFontMetrics(theme.font(11))
    room = below.width() - small.horizontalAdvance(doubt) - 8
    span = small.elidedText(row.span, Qt.TextElideMode.ElideRight, room)
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, span)


def _two_lines(text: str, metrics: QFontMetrics, width: int) -> list[str]:
    """The text in at most two lines, the second one cut short if need be."""
    words, first = text.split(), ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    rest = metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)
    return [first, rest] if rest else [first]


def _doubt_text(row: PlaceRow) -> str:
    return row.done or f"{row.doubt * 100:.0f} % wrong"


def _doubt_colour(doubt: float) -> QColor:
    return theme.DANGER if doubt >= 0.6 else theme.WARNING
