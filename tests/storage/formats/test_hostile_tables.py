"""Whatever stands in a table: it is read, or the user is told."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.errors import UserError
from storage.formats.tables.ball_csv import read_ball_csv
from storage.formats.tables.events_csv import read_events_csv
from storage.formats.tables.tracknet_csv import read_tracknet_csv

Reader = Callable[[Path], object]
TABLES: dict[Reader, bytes] = {
    read_ball_csv: b"frame,visible,x,y,confidence,source\n0,1,664.3,267.1,0.5,model\n7,3,1,-2,,\n",
    read_events_csv: b'frame,event,confidence,source\n0,hit,1,human\n9,"a,b",,\n',
    read_tracknet_csv: b"Frame,Visibility,X,Y,Time\n0,0,0,0,00:00:00.000\n3,1,5,6.5,\n",
}
bounded = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def read_or_tell(read: Reader, path: Path) -> None:
    """Any other error comes up and fails the test."""
    with suppress(UserError):
        read(path)


@pytest.mark.parametrize("read", TABLES)
@given(data=st.data())
@bounded
def test_a_damaged_table_is_read_or_told(tmp_path: Path, data: st.DataObject, read: Reader) -> None:
    damaged = bytearray(TABLES[read])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    (tmp_path / "a.csv").write_bytes(damaged)

    read_or_tell(read, tmp_path / "a.csv")


@pytest.mark.parametrize("read", TABLES)
@given(values=st.lists(st.text(max_size=8), min_size=1, max_size=7))
@bounded
def test_values_of_any_kind_are_read_or_told(
    tmp_path: Path, values: list[str], read: Reader
) -> None:
    header = TABLES[read].splitlines(keepends=True)[0].decode()
    (tmp_path / "a.csv").write_text(header + ",".join(values), encoding="utf-8", newline="")

    read_or_tell(read, tmp_path / "a.csv")
