import pytest
from pytestqt.qtbot import QtBot

from app.gui.review.review_page import ReviewPage


@pytest.fixture
def page(qtbot: QtBot) -> ReviewPage:
    page = ReviewPage()
    qtbot.addWidget(page)
    return page


@pytest.mark.parametrize("size", [(960, 540), (1440, 850), (2560, 1300)])
def test_the_picture_gets_most_of_the_room(page: ReviewPage, size: tuple[int, int]) -> None:
    page.resize(*size)
    page.show()

    share = page.picture.width() * page.picture.height() / (size[0] * size[1])
    assert share > 0.3
    others = (page.panel, page.timeline, page.transport)
    assert all(part.isVisible() and part.height() > 20 for part in others)


def test_no_part_hides_another(page: ReviewPage) -> None:
    page.resize(960, 540)
    page.show()
    parts = (page.picture, page.panel, page.transport, page.timeline)
    boxes = [part.rect().translated(part.mapTo(page, part.rect().topLeft())) for part in parts]

    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)
