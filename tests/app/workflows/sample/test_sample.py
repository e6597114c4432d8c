from collections.abc import Callable
from pathlib import Path

import pytest

from app.workflows.sample.sample import RATE, make_sample
from storage.errors import UserError
from storage.formats.tables.ball_csv import read_ball_csv
from storage.formats.tables.events_csv import read_events_csv
from storage.media.frame_table import scan_frames
from tests.draining import drained
from tests.storage.media.reading import read_audio

FRAMES, SIZE = 75, (320, 180)
WrittenSample = Callable[[str], Path]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> WrittenSample:
    """Makes a small sample in a folder of the given name, once."""
    root = tmp_path_factory.mktemp("samples")
    return lambda name: drained(make_sample(root / name, FRAMES, SIZE))


def test_the_video_has_every_frame_at_its_time(sample: WrittenSample) -> None:
    table = drained(scan_frames(sample("one")))

    assert len(table) == FRAMES
    assert table.rate == RATE
    assert (table.stream.width, table.stream.height) == SIZE


def test_every_frame_has_its_label(sample: WrittenSample) -> None:
    rows = read_ball_csv(sample("one").with_name("sample-rally.ball.csv"))

    assert [row.frame for row in rows] == list(range(FRAMES))


def test_the_first_stroke_is_seen_and_heard(sample: WrittenSample) -> None:
    video = sample("one")
    hit = read_events_csv(video.with_name("sample-rally.events.csv"))[0]
    table = drained(scan_frames(video))
    before, at = (
        abs(read_audio(video, table, first, first + 3).astype(int)).max()
        for first in (hit.frame - 10, hit.frame)
    )

    assert hit.name == "hit"
    assert at > 4 * before


def test_two_samples_are_the_same_to_the_byte(sample: WrittenSample) -> None:
    one, other = sample("one").parent, sample("other").parent

    assert [file.name for file in sorted(one.iterdir())] == [
        "sample-rally.ball.csv",
        "sample-rally.events.csv",
        "sample-rally.mp4",
    ]
    for file in one.iterdir():
        assert file.read_bytes() == (other / file.name).read_bytes()


def test_a_sample_that_is_there_is_not_made_again(sample: WrittenSample) -> None:
    before = sample("one").stat().st_mtime_ns

    assert sample("one").stat().st_mtime_ns == before


def test_a_cancelled_sample_leaves_nothing(tmp_path: Path) -> None:
    work = make_sample(tmp_path / "sample", FRAMES, SIZE)
    for _ in range(5):
        next(work)

    work.close()

    assert list((tmp_path / "sample").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(UserError, match="could not be written"):
        next(make_sample(tmp_path / "file" / "sample", FRAMES, SIZE))
