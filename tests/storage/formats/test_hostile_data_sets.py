"""Whatever stands in a file of another program: it is read, or the user is told."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import UserError
from storage.formats.coco.read import check_coco, read_coco
from storage.formats.coco.write import COCO
from storage.formats.common.problems import Report
from storage.formats.cvat.read import check_cvat, read_cvat
from storage.formats.cvat.write import CVAT
from storage.formats.export.dataset import DataSetFormat
from storage.formats.mot.read import check_mot, read_mot
from storage.formats.mot.write import MOT
from storage.formats.soccernet.read import check_soccernet, read_soccernet
from storage.formats.soccernet.write import SOCCERNET
from storage.formats.yolo.read import check_yolo, read_yolo
from storage.formats.yolo.write import YOLO
from storage.records import Event, Visibility
from tests.storage.formats.labelled_videos import (
    absent,
    ball,
    balls,
    labelled,
    target,
    written,
)

Case = tuple[DataSetFormat, str, Callable[[Path], object], Callable[[Path], Report]]
CASES: list[Case] = [
    (COCO, ".", lambda path: balls(read_coco(path, target())), check_coco),
    (MOT, "final", lambda path: balls(read_mot(path, target())), check_mot),
    (YOLO, ".", lambda path: balls(read_yolo(path, target())), check_yolo),
    (CVAT, ".", lambda path: balls(read_cvat(path, target())), check_cvat),
    (SOCCERNET, ".", lambda path: list(read_soccernet(path, target()).events), check_soccernet),
]
IDS = [format.name for format, *_ in CASES]
ROWS = [ball(3), ball(4, 0, 0, visibility=Visibility.OCCLUDED), absent(9)]
SOURCE = labelled(ROWS, [Event(3, "hit"), Event(9, "bounce")])
TOKENS = [b"-1", b"1e999", b"NaN", b"null", b"{}", b"[]", b'"', b"<", b"&a;", b",", b"\xff", b"\0"]


@pytest.mark.parametrize(("format", "inside", "read", "check"), CASES, ids=IDS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_data_set_is_read_or_told(
    format: DataSetFormat,
    inside: str,
    read: Callable[[Path], object],
    check: Callable[[Path], Report],
    data: st.DataObject,
) -> None:
    with TemporaryDirectory() as folder:
        out = written(format, [SOURCE], Path(folder) / "set")
        files = sorted(path for path in out.rglob("*") if path.is_file())
        for _ in range(data.draw(st.integers(1, 3))):
            _damage(data, data.draw(st.sampled_from(files)))

        with suppress(UserError):
            read(out / inside)
        with suppress(UserError):
            assert check(out / inside).kind.startswith(format.name)


def _damage(data: st.DataObject, file: Path) -> None:
    content = bytearray(file.read_bytes())
    place = data.draw(st.integers(0, max(0, len(content) - 1)))
    taken = data.draw(st.integers(0, 12))
    content[place : place + taken] = data.draw(st.sampled_from(TOKENS) | st.binary(max_size=4))
    file.write_bytes(content)
