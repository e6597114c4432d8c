from pathlib import Path

import cv2
import numpy as np
import pytest

from app.cli.commands.frames import write_stills
from app.cli.context import scan_with_progress
from tests.app.cli.commands.conftest import Touchline


def brightness(path: Path) -> float:
    picture = cv2.imread(str(path))
    assert picture is not None
    return float(np.median(picture))


def test_each_frame_asked_for_is_the_right_picture(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    ended = touchline("frames", clip, "--index", "39,0,17-18", "--out", tmp_path / "out")

    numbers = [0, 17, 18, 39]
    written = sorted((tmp_path / "out").iterdir())
    assert ended.status == 0
    assert [path.name for path in written] == [f"frame-{number:06}.png" for number in numbers]
    seen = [brightness(path) for path in written]
    assert np.allclose(seen, [20 + 2 * number for number in numbers], atol=3)


def test_a_frame_beyond_the_end_writes_nothing(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    ended = touchline("frames", clip, "--index", "0,40", "--out", tmp_path / "out")

    assert ended.status == 1
    assert "the video has 40, counted from 0 to 39" in ended.err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_told(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("in the way")

    ended = touchline("frames", clip, "--index", "0", "--out", tmp_path / "out")

    assert (ended.status, ended.err.count("\n")) == (1, 1)


@pytest.mark.parametrize("index", ["x", "3-1", ""])
def test_an_index_that_is_none_is_wrong_usage(touchline: Touchline, clip: Path, index: str) -> None:
    assert touchline("frames", clip, "--index", index, "--out", "out").status == 2


def test_writing_can_be_stopped_between_two_frames(clip: Path, tmp_path: Path) -> None:
    work = write_stills(clip, scan_with_progress(clip), [3, 5], tmp_path)

    assert [(step.done, step.total) for step in (next(work), next(work))] == [(0, 2), (1, 2)]
    work.close()
    assert [path.name for path in tmp_path.glob("frame-*")] == ["frame-000003.png"]
