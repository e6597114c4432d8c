"""Whatever labels are written, in any format, the same labels come back."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.formats.coco.read import check_coco, read_coco
from storage.formats.coco.write import COCO
from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.common.problems import Report
from storage.formats.cvat.read import check_cvat, read_cvat
from storage.formats.cvat.write import CVAT
from storage.formats.export.dataset import DataSetFormat
from storage.formats.mot.read import check_mot, read_mot
from storage.formats.mot.write import MOT
from storage.formats.yolo.read import check_yolo, read_yolo
from storage.formats.yolo.write import YOLO
from storage.records import BallRow, Source
from tests.storage.formats.labelled_videos import (
    ANY,
    balls,
    labelled,
    near,
    row_lists,
    target,
    written,
)

Reader = Callable[[Path, LabelTarget], LabelSet]
Checker = Callable[[Path], Report]
FORMATS: list[tuple[DataSetFormat, Reader, Checker, str]] = [
    (COCO, read_coco, check_coco, ""),
    (MOT, read_mot, check_mot, "final"),
    (YOLO, read_yolo, check_yolo, ""),
    (CVAT, read_cvat, check_cvat, ""),
]
IDS = [format.name for format, *_ in FORMATS]
few = settings(max_examples=25, deadline=None)


@pytest.mark.parametrize(("format", "read", "check", "inside"), FORMATS, ids=IDS)
@given(rows=row_lists(ANY), size=st.floats(3, 60), keypoints=st.booleans())
@few
def test_effective_labels_come_back(
    format: DataSetFormat,
    read: Reader,
    check: Checker,
    inside: str,
    rows: list[BallRow],
    size: float,
    keypoints: bool,
) -> None:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "set"
        choices = {"effective": True, "size": size, "keypoints": keypoints}
        written(format, [labelled(rows)], out, **choices)

        assert near(balls(read(out / inside, target())), rows, 0.003)
        assert check(out / inside).problems == ()


@pytest.mark.parametrize(("format", "read", "check", "inside"), FORMATS, ids=IDS)
@given(rows=row_lists(ANY))
@few
def test_what_models_say_stays_out_unless_asked_for(
    format: DataSetFormat, read: Reader, check: Checker, inside: str, rows: list[BallRow]
) -> None:
    by_people = [row for row in rows if row.source == Source.HUMAN]
    if not by_people:
        return
    with TemporaryDirectory() as folder:
        written(format, [labelled(rows)], Path(folder) / "set")

        assert near(balls(read(Path(folder) / "set" / inside, target())), by_people, 0.003)
