from pathlib import Path

import pytest

from app.importing import import_file
from app.review.reading import open_review
from storage.errors import UserError
from storage.library.library import Library
from tests.draining import drained

TABLES = (
    "frame,visible,x,y\n3,1,10,20\n",
    "frame,event\n3,hit\n",
    "Frame,Visibility,X,Y,Time\n3,1,10,20,00:00:00.120\n",
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


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
