import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from app.cli.commands.probe import probe_facts, probe_text
from app.cli.context import scan_with_progress
from storage.media.encoding import MovieWriter, PictureFormat
from tests.app.cli.commands.conftest import Touchline, picture

ROOT = Path(__file__).parents[4]


def test_json_is_one_value_with_just_the_agreed_keys(touchline: Touchline, clip: Path) -> None:
    ended = touchline("probe", clip, "--json")

    assert ended.err == ""
    assert json.loads(ended.out) == {
        "frames": 40,
        "width": 160,
        "height": 96,
        "rate": "25/1",
        "variable": False,
        "start": 0.0,
        "duration": 1.6,
        "codec": "h264",
        "interlaced": False,
        "audio": None,
    }


def test_without_json_it_is_told_in_words(touchline: Touchline, clip: Path) -> None:
    ended = touchline("probe", clip)

    assert "40, numbered 0 to 39" in ended.out
    assert "25/1 frames a second" in ended.out


def test_probing_puts_nothing_into_the_library(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    touchline("probe", clip)

    assert not (tmp_path / "library").exists()


@pytest.mark.parametrize("content", [b"", b"frame,visible,x,y\n" * 100])
def test_a_file_that_is_no_video_is_told_in_one_line(
    touchline: Touchline, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "labels.mp4"
    path.write_bytes(content)

    ended = touchline("probe", path, "--json")

    assert (ended.status, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert "labels.mp4" in ended.err


def test_a_folder_is_no_video(touchline: Touchline, tmp_path: Path) -> None:
    assert touchline("probe", tmp_path).status == 1


@pytest.mark.parametrize(
    ("name", "frames", "rate", "start"),
    [
        ("broadcast_1080p30_audio.mp4", 123, "30/1", 0.0),
        ("nonzero_start_1080p30_audio.mp4", 93, "30/1", 0.033333),
        ("edit_list_1080p.mp4", 164, "30000/1001", 0.0),
        ("edit_list_broadcast_1080p25.mp4", 224, "25/1", 0.0),
    ],
)
def test_real_containers_have_their_true_frames(
    touchline: Touchline, footage: Path, name: str, frames: int, rate: str, start: float
) -> None:
    facts = json.loads(touchline("probe", footage / "containers" / name, "--json").out)

    assert (facts["frames"], facts["rate"], facts["start"]) == (frames, rate, start)


def test_probing_loads_neither_qt_nor_torch_nor_the_database(clip: Path) -> None:
    code = (
        "import sys; from app.__main__ import main; main(sys.argv[1:]);"
        "sys.exit(str({'PySide6', 'torch', 'cv2', 'sqlite_utils'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, "probe", clip, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert json.loads(ran.stdout)["frames"] == 40
    assert ran.stderr.strip() == "set()"


def test_a_variable_rate_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "phone.mp4"
    with MovieWriter(path, PictureFormat(160, 96, Fraction(1, 1000), Fraction(25))) as movie:
        for frame, pts in enumerate((0, 40, 80, 173, 213)):
            movie.write_pixels(picture(frame), pts, 40)
    table = scan_with_progress(path)
    facts = probe_facts(table)

    assert (facts["rate"], facts["variable"]) == (None, True)
    assert "variable, mostly 25.000 frames a second" in probe_text(path, table, facts)
