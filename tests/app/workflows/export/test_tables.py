from pathlib import Path

import pytest

from app.workflows.export.tables import BALL, EVENTS, TRACKNET, Table
from storage.errors import UserError
from storage.formats.export.options import ExportChoice
from storage.formats.export.request import LabelledVideo
from storage.library.library import Library
from storage.records import Event, Review
from tests.draining import drained
from tests.storage.formats.labelled_videos import ball, labelled

ALL = ExportChoice("csv", ("a",), "/", "a")
EVERYTHING = (range(60),)


def lines(
    table: Table, each: LabelledVideo, out: Path, library: Library, choice: ExportChoice = ALL
) -> list[str]:
    drained(table.export(library, [each], choice, out))
    return out.read_text().splitlines()[1:]


@pytest.mark.parametrize("table", [BALL, TRACKNET])
def test_rows_outside_of_the_range_stay_out(tmp_path: Path, library: Library, table: Table) -> None:
    each = labelled([ball(3), ball(7), ball(9)], ranges=(range(5, 8), range(9, 10)))

    assert [line[0] for line in lines(table, each, tmp_path / "a.csv", library)] == ["7", "9"]
    assert drained(table.plan([each], ALL)).labels == 2


def test_events_are_those_of_range_and_choice(tmp_path: Path, library: Library) -> None:
    events = [Event(3, "hit"), Event(7, "hit"), Event(7, "bounce")]
    rejected = Event(6, "hit", review=Review.REJECTED)
    each = labelled([], [*events, rejected], ranges=(range(5, 8),))
    hits = ExportChoice("events-csv", ("a",), "/", "a", classes=frozenset({"hit"}))

    found = lines(EVENTS, each, tmp_path / "a.csv", library, hits)
    assert found == ["7,hit,1.0000,human"]


def test_a_table_of_events_may_be_empty(tmp_path: Path, library: Library) -> None:
    assert lines(EVENTS, labelled([], ranges=EVERYTHING), tmp_path / "a.csv", library) == []


def test_a_table_of_balls_may_not(tmp_path: Path, library: Library) -> None:
    each = labelled([], ranges=EVERYTHING)
    for work in (BALL.plan([each], ALL), BALL.export(library, [each], ALL, tmp_path / "a.csv")):
        with pytest.raises(UserError, match=r"nothing known of the ball in final\.mp4"):
            drained(work)
