from pathlib import Path

import pytest

from app.cli.arguments.parser import parse
from app.cli.commands.highlights import highlights_request
from tests.app.cli.commands.conftest import Touchline
from tests.storage.media.reading import pictures


def test_a_real_rally_becomes_a_reel(touchline: Touchline, footage: Path, tmp_path: Path) -> None:
    out = tmp_path / "reel.mp4"
    video = footage / "tennis" / "tennis_g08.mp4"

    ended = touchline(
        "highlights",
        video,
        "--model",
        "motion",
        "--duration",
        "9",
        "--out",
        out,
        "--timeline",
        "otio",
    )

    assert ended.status == 0
    assert "tennis_g08, rally 1, frames " in ended.out
    assert "of 100: " in ended.out
    assert 150 < len(pictures(out)) <= 238
    assert {path.name for path in tmp_path.glob("reel.*")} == {
        "reel.mp4", "reel.csv", "reel.json", "reel.otio",
    }  # fmt: skip


def test_a_video_without_a_rally_says_so(touchline: Touchline, clip: Path, tmp_path: Path) -> None:
    ended = touchline("highlights", clip, "--model", "motion", "--out", tmp_path / "a.mp4")

    assert ended.status == 1
    assert "No rally was found." in ended.err
    assert not (tmp_path / "a.mp4").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "a.mov"), "a reel is an MP4 file: a.mov.mp4"),
        (("--out", "a.mp4", "--duration", "nan"), "'nan' is not a number of seconds"),
        (("--out", "a.mp4", "--weight", "luck=2"), "'luck' is not one of: length, shots"),
        (("--out", "a.mp4", "--weight", "shots=-1"), "'-1' is not a number of weight"),
        (("--out", "a.mp4", "--most", "0"), "'0' is not a number from 1 on"),
        (("--out", "a.mp4", "--timeline", "aaf"), "invalid choice"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    touchline: Touchline, clip: Path, words: tuple[str, ...], said: str
) -> None:
    ended = touchline("highlights", clip, *words)

    assert ended.status == 2
    assert said in ended.err


def test_options_become_a_request() -> None:
    plain = ["highlights", "a.mp4", "--out", "r.mp4", "--author", "anna"]

    usual = highlights_request(parse(plain))
    chosen = highlights_request(
        parse([*plain, "--prefer", "long", "--duration", "30", "--weight", "shots=2"])
    )

    assert (usual.duration, usual.tolerance, usual.few_long, usual.weights) == (60, 6, 1, None)
    assert (chosen.duration, chosen.tolerance, chosen.few_long) == (30, 3, 2)
    assert (chosen.weights, chosen.author) == ({"shots": 2.0}, "anna")
