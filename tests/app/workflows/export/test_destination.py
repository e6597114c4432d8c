from pathlib import Path

from app.workflows.export.destination import one_path_each
from tests.storage.formats.labelled_videos import labelled


def test_one_video_gets_the_file_itself(tmp_path: Path) -> None:
    [(_, path)] = one_path_each([labelled([])], tmp_path / "new" / "a.csv", ".ball.csv")

    assert path == tmp_path / "new" / "a.csv"
    assert path.parent.is_dir()


def test_several_get_a_file_each_whatever_they_are_called(tmp_path: Path) -> None:
    videos = [labelled([], name=name) for name in ("final.mp4", "FINAL.mkv", "final-2.mp4")]
    paths = [path for _, path in one_path_each(videos, tmp_path / "out", ".ball.csv")]

    assert len({path.name.casefold() for path in paths}) == 3
    assert paths[0] == tmp_path / "out" / "final.ball.csv"
