import json
import shutil
import signal
import sys
from pathlib import Path

import pytest

from app.cli.commands.analyze import output_stems
from inference.models.locations import DEFAULT
from storage.formats.tables.events_csv import read_events_csv
from tests.app.cli.commands.conftest import Touchline

pytestmark = pytest.mark.usefixtures("library")  # to copy one is quicker than to make it

KEYS = ["video", "frames", "model", "device", "engine", "seconds", "fps", "visible", "events"]
EVENT_KEYS = ["events_model", "sport", "rallies"]


def test_three_files_are_written_and_nothing_else(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    ended = touchline("analyze", clip, "--out", tmp_path / "out")

    assert ended.status == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "rally.ball.csv",
        "rally.events.csv",
        "rally.summary.json",
    ]


def test_every_frame_has_a_row(touchline: Touchline, clip: Path, tmp_path: Path) -> None:
    touchline("analyze", clip, "--out", tmp_path)

    header, *rows = (tmp_path / "rally.ball.csv").read_text().splitlines()
    assert header == "frame,visible,x,y,confidence,source"
    assert [row.split(",")[0] for row in rows] == [str(frame) for frame in range(40)]
    assert (tmp_path / "rally.events.csv").read_text().startswith("frame,event,confidence,source")


def test_the_summary_counts_what_the_table_says(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    touchline("analyze", clip, "--out", tmp_path)

    facts = json.loads((tmp_path / "rally.summary.json").read_text())
    rows = (tmp_path / "rally.ball.csv").read_text().splitlines()[1:]
    events = read_events_csv(tmp_path / "rally.events.csv")
    assert list(facts) == KEYS + EVENT_KEYS
    assert (facts["frames"], facts["model"]) == (40, DEFAULT)
    assert sum(facts["events"].values()) == len(events)
    assert facts["visible"] == sum(row.split(",")[1] == "1" for row in rows)


def test_events_are_left_out_on_request(touchline: Touchline, clip: Path, tmp_path: Path) -> None:
    touchline("analyze", clip, "--out", tmp_path, "--events", "none")

    facts = json.loads((tmp_path / "rally.summary.json").read_text())
    assert (list(facts), facts["events"]) == (KEYS, {})
    assert (tmp_path / "rally.events.csv").read_text() == "frame,event,confidence,source\n"


def test_only_the_range_asked_for_is_written(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    ended = touchline("analyze", clip, "--out", tmp_path, "--range", "10-19")

    rows = (tmp_path / "rally.ball.csv").read_text().splitlines()[1:]
    assert ended.status == 0
    assert [row.split(",")[0] for row in rows] == [str(frame) for frame in range(10, 20)]


def test_what_was_found_is_in_the_library(touchline: Touchline, clip: Path, tmp_path: Path) -> None:
    touchline("analyze", clip, "--out", tmp_path)
    touchline("export", "csv", clip, "--out", tmp_path / "again.csv")

    assert (tmp_path / "again.csv").read_text() == (tmp_path / "rally.ball.csv").read_text()


def test_one_bad_video_does_not_stop_the_others(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.mp4").write_text("no video")

    ended = touchline(
        "analyze", "gone.mp4", tmp_path / "notes.mp4", clip, "--out", tmp_path / "out"
    )

    assert ended.status == 1
    assert ended.err.count("\n") == 2
    assert (tmp_path / "out" / "rally.summary.json").exists()


def test_videos_of_one_name_get_a_number_behind_it(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    (tmp_path / "b").mkdir()
    other = shutil.copy(clip, tmp_path / "b")

    touchline("analyze", clip, other, "--out", tmp_path / "out")

    assert (tmp_path / "out" / "rally.ball.csv").exists()
    assert (tmp_path / "out" / "rally-2.ball.csv").exists()


@pytest.mark.parametrize(
    ("videos", "stems"),
    [
        (["a/x.mp4", "b/x.mkv", "c/X.mp4"], ["x", "x-2", "X-3"]),
        (["a/x.mp4", "b/x.mp4", "c/x-2.mp4"], ["x", "x-3", "x-2"]),
        (["x-2.mp4", "a/x.mp4", "b/x.mp4"], ["x-2", "x", "x-3"]),
        (["x.mp4", "x.mp4"], ["x"]),
        (["a" * 251 + ".mp4", "b/" + "a" * 250 + ".mkv"], ["a" * 220, "a" * 220 + "-2"]),
    ],
)
def test_no_two_videos_write_the_same_files(videos: list[str], stems: list[str]) -> None:
    assert [stem for _, stem in output_stems(map(Path, videos))] == stems


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--model", "tracknet"], "no model tracknet"),
        (["--range", "30-40"], "the video has 40"),
        (["--out", "/dev/null/out"], "/dev/null/out"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    touchline: Touchline, clip: Path, words: list[str], told: str
) -> None:
    ended = touchline("analyze", clip, *words)

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert told in ended.err


class ImpatientTerminal:
    """A terminal whose user presses Ctrl-C as soon as there is a bar."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.text = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if "frames" in text and "frames" not in self.text:
            signal.raise_signal(signal.SIGINT)
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


def test_ctrl_c_keeps_what_is_done_and_the_same_command_continues(
    touchline: Touchline, rally: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, motion = ImpatientTerminal(), ("--model", "motion")
    # a process started in the background of a shell ignores Ctrl-C from birth
    ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", terminal)
        stopped = touchline("analyze", rally, *motion, "--out", tmp_path / "out")
    signal.signal(signal.SIGINT, ignored)
    assert stopped.status == 130
    assert "stopped at rally.mp4" in terminal.text
    assert list((tmp_path / "out").iterdir()) == []

    continued = touchline("analyze", rally, *motion, "--out", tmp_path / "out")
    whole = touchline(
        "analyze", rally, *motion, "--out", tmp_path / "w", "--library", tmp_path / "other"
    )

    assert (continued.status, whole.status) == (0, 0)
    found = [(tmp_path / folder / "rally.ball.csv").read_text() for folder in ("out", "w")]
    assert found[0] == found[1]
