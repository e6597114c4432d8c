import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from widgets.common.flow_layout import FlowLayout


@pytest.fixture
def outside(qtbot: QtBot) -> QWidget:
    outside = QWidget()
    qtbot.addWidget(outside)
    return outside


@pytest.fixture
def flow(outside: QWidget) -> FlowLayout:
    """Five items of 100 x 40 in a widget 330 wide."""
    flow = FlowLayout(outside, spacing=10)
    flow.setContentsMargins(0, 0, 0, 0)
    for _ in range(5):
        item = QWidget()
        item.setFixedSize(100, 40)
        flow.addWidget(item)
    outside.resize(330, 300)
    outside.show()
    return flow


def item_positions(flow: FlowLayout) -> list[tuple[int, int]]:
    items = [flow.itemAt(i) for i in range(flow.count())]
    return [(i.geometry().x(), i.geometry().y()) for i in items if i]


def test_items_run_on_like_words(flow: FlowLayout) -> None:
    assert item_positions(flow) == [(0, 0), (110, 0), (220, 0), (0, 50), (110, 50)]


@pytest.mark.parametrize(("width", "height"), [(1000, 40), (330, 90), (100, 240), (20, 240)])
def test_the_height_follows_the_width(flow: FlowLayout, width: int, height: int) -> None:
    assert flow.heightForWidth(width) == height


def test_the_widest_item_is_the_least_width(flow: FlowLayout) -> None:
    assert flow.minimumSize().width() == 100


def test_cleared_items_are_gone(flow: FlowLayout) -> None:
    flow.clear()

    assert flow.count() == 0
    assert flow.itemAt(0) is None
