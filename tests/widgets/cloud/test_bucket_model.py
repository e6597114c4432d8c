import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from widgets.cloud.bucket_model import BucketModel, BucketRow
from widgets.common import theme

ROWS = [
    BucketRow("2026/", "2026", is_folder=True),
    BucketRow("a.mp4", "a.mp4", "1.2 MB", "2026-01-02 03:04", is_video=True),
    BucketRow("b.txt", "b.txt", "3 B"),
]


@pytest.fixture
def model(qapp: object) -> BucketModel:
    model = BucketModel()
    model.tester = QAbstractItemModelTester(model)  # type: ignore[attr-defined]
    return model


def test_pages_come_below_one_another(model: BucketModel) -> None:
    model.add(ROWS[:1])
    model.add([])
    model.add(ROWS[1:])

    assert [model.index(row, 0).data() for row in range(3)] == ["2026", "a.mp4", "b.txt"]
    assert model.index(1, 1).data() == "1.2 MB"


def test_another_folder_begins_empty(model: BucketModel) -> None:
    model.add(ROWS)
    model.clear()

    assert model.rowCount() == 0


def test_what_cannot_be_opened_is_pale(model: BucketModel) -> None:
    model.add(ROWS)

    role = Qt.ItemDataRole.ForegroundRole
    assert model.index(2, 0).data(role) == theme.DISABLED
    assert model.index(1, 0).data(role) is None
