import shutil
from pathlib import Path

import pytest

from app.workflows.training.sources import BallSources, find_ball_footage
from storage.errors import UserError
from storage.library.journal.journal import write_gesture
from storage.library.library import Library
from storage.records import BallLabel, Label, Visibility, ball_key
from tests.draining import drained
from tests.inference.ball.pictures import enter, flying, pictures, write_video


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a labelled video, rally.mp4."""
    (tmp_path / "court").mkdir()
    write_video(tmp_path / "court" / "rally.mp4", pictures(flying(4)))
    (tmp_path / "court" / "rally.ball.csv").write_text("frame,visible,x,y\n1,1,5,6\n")
    return tmp_path / "court"


def label(library: Library, video: Path) -> None:
    known, _ = enter(library, video)
    changes: dict[str, Label | None] = {
        ball_key(frame): BallLabel(Visibility.CLEAR, 5, 6) for frame in (0, 2)
    }
    with library.connect() as db:
        write_gesture(db, known.fingerprint, changes, "ana")


def sources(library: Library, *sources: object) -> BallSources:
    return drained(find_ball_footage(library, [str(source) for source in sources]))


def test_a_folder_is_a_source(library: Library, folder: Path) -> None:
    (rally,) = sources(library, folder).footage

    assert (rally.name, rally.labels) == ("rally.mp4", 1)


def test_the_library_is_a_source(library: Library, folder: Path) -> None:
    label(library, folder / "rally.mp4")

    assert [each.labels for each in sources(library, "library").footage] == [2]


def test_a_video_has_the_labels_of_the_library_else_those_beside_it(
    library: Library, folder: Path
) -> None:
    beside = sources(library, folder / "rally.mp4").footage
    label(library, folder / "rally.mp4")
    stored = sources(library, folder / "rally.mp4").footage

    assert (beside[0].labels, stored[0].labels) == (1, 2)


def test_what_is_in_two_sources_counts_once(library: Library, folder: Path) -> None:
    label(library, folder / "rally.mp4")
    shutil.copy(folder / "rally.mp4", folder / "copy.mp4")
    shutil.copy(folder / "rally.ball.csv", folder / "copy.ball.csv")

    assert [each.labels for each in sources(library, "library", folder).footage] == [2]


def test_invented_sources_have_names(library: Library, folder: Path) -> None:
    both = sources(library, "simulator", "procedural", folder)
    neither = sources(library, folder)

    assert (both.simulator, both.procedural, len(both.footage)) == (True, True, 1)
    assert (neither.simulator, neither.procedural) == (False, False)


def test_some_may_be_taken_out(library: Library, folder: Path) -> None:
    one = sources(library, folder)

    assert one.without(one.footage).footage == ()
    assert one.without([]).footage == one.footage


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("library", "No ball is labelled"),
        ("gone", "gone does not exist"),
        ("empty", "no labelled videos"),
    ],
)
def test_sources_that_hold_nothing_are_reported(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()

    with pytest.raises(UserError, match=told):
        sources(library, source)


def test_videos_that_are_gone_are_reported(library: Library, folder: Path) -> None:
    label(library, folder / "rally.mp4")
    (folder / "rally.mp4").unlink()

    assert sources(library, "library").notes[0].startswith("rally.mp4, 2 labels")
