from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage.errors import UserError
from storage.formats.common.label_set import LabelTarget
from storage.formats.export.options import ExportRequest
from storage.formats.export.request import LabelledVideo
from storage.formats.export.table import TableFormat
from storage.formats.tables.read import read_tracknet_table
from storage.formats.tables.write import BALL, EVENTS, TRACKNET
from storage.records import Event, Review
from tests.draining import drained
from tests.storage.formats.labelled_videos import absent, ball, labelled

ALL = ExportRequest("csv", ("a",), "/", "a")
EVERYTHING = (range(60),)


def lines(
    table: TableFormat[Any], each: LabelledVideo, out: Path, request: ExportRequest = ALL
) -> list[str]:
    drained(table.export([each], request, out))
    return out.read_text().splitlines()[1:]


@pytest.mark.parametrize("table", [BALL, TRACKNET])
def test_rows_outside_of_the_range_stay_out(tmp_path: Path, table: TableFormat[Any]) -> None:
    each = labelled([ball(3), ball(7), ball(9)], ranges=(range(5, 8), range(9, 10)))

    assert [line[0] for line in lines(table, each, tmp_path / "a.csv")] == ["7", "9"]
    assert drained(table.plan([each], ALL)).labels == 2


def test_events_are_those_of_range_and_request(tmp_path: Path) -> None:
    events = [Event(3, "hit"), Event(7, "hit"), Event(7, "bounce")]
    rejected = Event(6, "hit", review=Review.REJECTED)
    each = labelled([], [*events, rejected], ranges=(range(5, 8),))
    hits = ExportRequest("events-csv", ("a",), "/", "a", classes=frozenset({"hit"}))

    found = lines(EVENTS, each, tmp_path / "a.csv", hits)
    assert found == ["7,hit,1.0000,human"]


@pytest.mark.parametrize(
    ("table", "why"), [(BALL, r"no ball positions in final\.mp4"), (EVENTS, "no event to export")]
)
def test_a_table_without_a_line_is_not_written(
    tmp_path: Path, table: TableFormat[Any], why: str
) -> None:
    each = labelled([], ranges=EVERYTHING)
    for work in (table.plan([each], ALL), table.export([each], ALL, tmp_path / "a.csv")):
        with pytest.raises(UserError, match=why):
            drained(work)
    assert not (tmp_path / "a.csv").exists()


def test_tracknet_has_the_stored_pixels_of_a_video_that_is_shown_wider(tmp_path: Path) -> None:
    plain = labelled([ball(3, 99.5, 49.5), absent(4)], ranges=EVERYTHING)
    stream = replace(plain.table.stream, coded_width=480)
    wide = replace(plain, table=replace(plain.table, stream=stream))

    path = tmp_path / "a.csv"
    assert [line.split(",")[2:4] for line in lines(TRACKNET, wide, path)] == [
        ["74.5", "49.5"],
        ["0", "0"],
    ]
    assert "480 x 360 stored pixels" in TRACKNET.notes([wide])[0]
    [seen] = [
        row for row in read_tracknet_table(path, LabelTarget(wide.video, wide.table)).balls if row.x
    ]
    assert seen.x == pytest.approx(99.5)
    assert TRACKNET.notes([plain]) == BALL.notes([wide]) == ()
