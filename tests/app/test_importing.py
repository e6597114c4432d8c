from pathlib import Path

import pytest

from app.importing import import_file, reader_of
from app.review.reading import open_review
from storage.errors import UserError
from storage.formats.ball_csv import read_ball_csv
from storage.formats.events_csv import read_events_csv
from storage.formats.tracknet_csv import read_tracknet_csv
from storage.library.library import Library
from tests.draining import drained

TABLES = {
    "frame,visible,x,y\n3,1,10,20\n": read_ball_csv,
    "frame,event\n3,hit\n": read_events_csv,
    "Frame,Visibility,X,Y,Time\n3,1,10,20,00:00:00.120\n": read_tracknet_csv,
}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


@pytest.mark.parametrize("text", TABLES)
def test_the_columns_tell_what_kind_of_table_it_is(table: Path, text: str) -> None:
    table.write_text(text)

    assert reader_of(table) is TABLES[text]


@pytest.mark.parametrize("text", TABLES)
def test_every_kind_of_table_is_imported(
    library: Library, rally: Path, table: Path, text: str
) -> None:
    video = drained(open_review(library, rally)).opened.video
    table.write_text(text)

    done = drained(import_file(library, video, table, "ana"))

    assert (done.written, done.proposed, done.same) == (1, 0, 0)


def test_a_frame_beyond_the_video_is_refused_with_its_number(
    library: Library, rally: Path, table: Path
) -> None:
    video = drained(open_review(library, rally)).opened.video
    table.write_text("frame,visible,x,y\n600,1,10,20\n")

    with pytest.raises(UserError, match="600"):
        drained(import_file(library, video, table, "ana"))


def test_a_table_that_has_gone_is_told_plainly(table: Path) -> None:
    with pytest.raises(UserError, match=r"table\.csv"):
        reader_of(table)
