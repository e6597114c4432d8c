from pathlib import Path

import pytest

from inference.ball.detection.detector import MotionDetector
from inference.ball.detection.speed import Speed, measure_speed, read_speed, write_speed
from storage.library.library import open_library
from storage.media.frame_table import FrameTable
from storage.records import Video
from tests.draining import drained
from tests.inference.ball.pictures import HEIGHT, WIDTH, enter, flying, pictures, write_video

FAST = Speed(123.5, "torch-cpu-fp32", 1280, 720)


@pytest.fixture
def video_and_table(tmp_path: Path) -> tuple[Video, FrameTable]:
    path = write_video(tmp_path / "rally.mp4", pictures(flying(60)))
    return enter(open_library(tmp_path / "library"), path)


def test_a_measured_speed_says_what_it_is_of(video_and_table: tuple[Video, FrameTable]) -> None:
    speed = drained(measure_speed(MotionDetector(WIDTH, HEIGHT, 25), *video_and_table))

    assert speed.rate > 0
    assert (speed.engine, speed.width, speed.height) == ("cpu", WIDTH, HEIGHT)


@pytest.mark.parametrize("near", [0, 30, 59])
def test_it_comes_to_an_end_wherever_the_user_looks(
    video_and_table: tuple[Video, FrameTable], near: int
) -> None:
    steps = list(
        measure_speed(MotionDetector(WIDTH, HEIGHT, 25), *video_and_table, near=lambda: near)
    )

    assert steps == sorted(set(steps))
    assert steps[-1] == 60


def test_measuring_stops_when_it_is_closed(video_and_table: tuple[Video, FrameTable]) -> None:
    work = measure_speed(MotionDetector(WIDTH, HEIGHT, 25), *video_and_table)
    next(work)
    work.close()

    assert list(work) == []


def test_a_speed_is_remembered_by_model_and_device(tmp_path: Path) -> None:
    speeds = tmp_path / "speeds.json"
    write_speed(speeds, "fast", "auto", Speed(1.0, "old", 1, 1))
    write_speed(speeds, "fast", "auto", FAST)
    write_speed(speeds, "slow", "auto", Speed(2.0, "cpu", 1, 1))

    assert read_speed(speeds, "fast", "auto") == FAST
    assert read_speed(speeds, "fast", "cuda") is None


@pytest.mark.parametrize("text", ["", "[]", '{"fast": 3}', '{"fast": {"rate": "nan"}}', "[" * 9000])
def test_a_file_of_nonsense_is_nothing_remembered(tmp_path: Path, text: str) -> None:
    speeds = tmp_path / "speeds.json"
    speeds.write_text(text)

    assert read_speed(speeds, "fast", "auto") is None
    write_speed(speeds, "fast", "auto", FAST)
    assert read_speed(speeds, "fast", "auto") == FAST
