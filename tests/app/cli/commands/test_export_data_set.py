"""Data sets on the command line: written, planned, checked, and read back."""

import json
from pathlib import Path

import pytest

from storage.cloud.s3.bucket import connect
from storage.cloud.s3.location import S3Location
from tests.app.cli.commands.conftest import FRAMES, Touchline

pytestmark = pytest.mark.usefixtures("library")  # to copy one is quicker than to make it

LABELS = "frame,visible,x,y\n" + "".join(f"{n},1,{10.5 + 3 * n},{20 + n}\n" for n in range(5, 20))
BALLS = ("coco", "yolo", "mot", "cvat")


@pytest.fixture
def labelled(touchline: Touchline, clip: Path, tmp_path: Path) -> Path:
    """The clip, with the ball of frames 5 to 19 and two events labelled in the library."""
    (tmp_path / "labels.csv").write_text(LABELS)
    (tmp_path / "events.csv").write_text("frame,event\n7,hit\n9,bounce\n")
    touchline("import", "csv", tmp_path / "labels.csv", "--video", clip)
    touchline("import", "events-csv", tmp_path / "events.csv", "--video", clip)
    return clip


def pictures(out: Path) -> int:
    return sum(path.suffix in (".jpg", ".png") for path in out.rglob("*"))


@pytest.mark.parametrize(
    ("format", "count"), [("coco", 15), ("yolo", 15), ("mot", FRAMES), ("cvat", 0)]
)
def test_a_data_set_has_the_pictures_its_format_needs(
    touchline: Touchline, labelled: Path, tmp_path: Path, format: str, count: int
) -> None:
    ended = touchline("export", format, labelled, "--out", tmp_path / "set")

    assert (ended.status, ended.out) == (0, f"{tmp_path / 'set'}\n")
    assert pictures(tmp_path / "set") == count


@pytest.mark.parametrize("format", BALLS)
def test_what_was_exported_is_there_already(
    touchline: Touchline, labelled: Path, tmp_path: Path, format: str
) -> None:
    words = ("--image", "png", "--every", "2") if format != "cvat" else ()
    touchline("export", format, labelled, "--out", tmp_path / "set", *words)
    inside = tmp_path / "set" / ("rally" if format == "mot" else "")

    ended = touchline("import", format, inside, "--video", labelled)

    assert ended.out.startswith("0 new labels, 0 proposals, ")
    assert not ended.out.endswith(" 0 already there\n")


@pytest.mark.parametrize("format", [*BALLS, "soccernet"])
def test_a_data_set_checks_as_sound(
    touchline: Touchline, labelled: Path, tmp_path: Path, format: str
) -> None:
    touchline("export", format, labelled, "--out", tmp_path / "set")
    inside = tmp_path / "set" / ("rally" if format == "mot" else "")

    ended = touchline("check", format, inside, "--json")

    facts = json.loads(ended.out)
    assert (ended.status, facts["problems"]) == (0, [])
    assert sum(facts["labels"].values()) == (2 if format == "soccernet" else 15)


def test_events_are_those_asked_for(touchline: Touchline, labelled: Path, tmp_path: Path) -> None:
    words = ("--event", "hit", "--half", "2")
    touchline("export", "soccernet", labelled, "--out", tmp_path / "a.json", *words)

    [found] = json.loads((tmp_path / "a.json").read_text())["annotations"]
    assert (found["gameTime"], found["position"]) == ("2 - 00:00", "280")


def test_a_data_set_can_go_to_a_bucket_at_once(
    touchline: Touchline, labelled: Path, place: S3Location
) -> None:
    words = ("--out", f"{place.url}/set", "--endpoint", str(place.endpoint))
    ended = touchline("export", "coco", labelled, *words)
    again = touchline("export", "coco", labelled, *words)

    assert (ended.status, ended.out) == (0, f"{place.url}/set\n")
    assert len(list(connect(place).list("set/"))) == 16
    assert again.status == 1
    assert "already exists" in again.err


def test_a_dry_run_says_how_much_and_writes_nothing(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    ended = touchline("export", "coco", labelled, "--out", tmp_path / "set", "--dry-run")

    assert ended.out.startswith("15 frames, 15 labels, about ")
    assert sorted(tmp_path.iterdir()) == before


def test_only_the_frames_asked_for_are_taken(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    words = ("--range", "5-9", "--range", "12-12")
    touchline("export", "coco", labelled, "--out", tmp_path / "set", *words)

    assert pictures(tmp_path / "set") == 6


@pytest.mark.parametrize("format", [*BALLS, "soccernet"])
def test_without_labels_it_says_how_to_get_some(
    touchline: Touchline, clip: Path, tmp_path: Path, format: str
) -> None:
    ended = touchline("export", format, clip, "--out", tmp_path / "set")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert not (tmp_path / "set").exists()


def test_a_data_set_is_never_written_into_another(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    touchline("export", "coco", labelled, "--out", tmp_path / "set")

    ended = touchline("export", "yolo", labelled, "--out", tmp_path / "set")

    assert ended.status == 1
    assert "already exists" in ended.err


@pytest.mark.parametrize(
    "words",
    [("--every", "0"), ("--ball-size", "x"), ("--range", "9-3"), ("--image", "gif")],
)
def test_options_that_make_no_sense_are_wrong_usage(
    touchline: Touchline, labelled: Path, tmp_path: Path, words: tuple[str, str]
) -> None:
    ended = touchline("export", "coco", labelled, "--out", tmp_path / "set", *words)

    assert ended.status == 2


def test_a_range_of_two_videos_is_wrong_usage(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    words = ("--out", tmp_path / "set", "--range", "1-2")

    assert touchline("export", "coco", labelled, labelled, *words).status == 2
