from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from storage.records import Review, Source, Visibility
from widgets.picture import picture_painting as painting
from widgets.picture.ball_marks import BallMark
from widgets.picture.viewport import Viewport


def painted(
    paint: Callable[[QPainter, QRectF], None], width: int = 400, height: int = 300
) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    painter = QPainter(image)
    paint(painter, QRectF(image.rect()))
    painter.end()
    return image


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (None, None),
        (BallMark(1, 2), None),
        (BallMark(None, None, Source.MODEL, Visibility.ABSENT), None),
        (BallMark(None, None, Source.HUMAN, Visibility.ABSENT), "No ball in this frame"),
        (BallMark(1, 2, review=Review.REJECTED), "Prediction rejected"),
    ],
)
def test_a_ball_that_cannot_be_drawn_has_a_badge(mark: BallMark | None, words: str | None) -> None:
    badge = painting.ball_badge(mark)

    assert (badge.text if badge else None) == words


@pytest.mark.parametrize("label", [(5, 5), (395, 5), (5, 295), (395, 295), (200, 150)])
def test_the_loupe_stays_in_the_view(label: tuple[float, float], picture: QImage) -> None:
    view = Viewport(400, 300, 640, 360).fitted()
    point = QPointF(*view.to_label(*label))

    image = painted(lambda painter, area: painting.paint_loupe(painter, area, picture, view, point))
    xs, ys = range(0, 400, 5), range(0, 300, 5)
    edges = [image.pixelColor(x, y) for x in range(400) for y in (0, 299)]
    assert all(colour == QColor("black") for colour in edges)
    assert any(image.pixelColor(x, y).lightness() > 90 for x in xs for y in ys)


def test_a_long_message_is_wrapped_inside_a_narrow_view() -> None:
    image = painted(
        lambda painter, area: painting.paint_message(
            painter, area, "The video file is gone from where it was", "Put it back. " * 8
        ),
        320,
        240,
    )

    columns = [image.pixelColor(x, y).lightness() for x in (2, 317) for y in range(240)]
    assert max(columns) == 0
