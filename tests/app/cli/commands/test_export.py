import json
from pathlib import Path

import pytest

from app.cli.commands.export import plan_text
from storage.formats.export.exporter import WrittenClip
from storage.formats.export.options import ExportPlan
from storage.records import Clip
from tests.app.cli.commands.conftest import Touchline

pytestmark = pytest.mark.usefixtures("library")  # to copy one is quicker than to make it

LABELS = "frame,visible,x,y\n" + "".join(f"{n},1,{10 + 3 * n},{20 + n}\n" for n in range(5, 20))


@pytest.fixture
def labelled(touchline: Touchline, clip: Path, tmp_path: Path) -> Path:
    """The clip, with the ball of frames 5 to 19 labelled in the library."""
    (tmp_path / "labels.csv").write_text(LABELS)
    assert touchline("import", "csv", tmp_path / "labels.csv", "--video", clip).status == 0
    return clip


def frames(touchline: Touchline, path: Path) -> int:
    return int(json.loads(touchline("probe", path, "--json").out)["frames"])


def test_tracknet_tables_have_the_time_of_each_frame(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"

    ended = touchline("export", "tracknet-csv", labelled, "--out", out)

    assert ended.out == f"{out}\n"
    assert out.read_text().splitlines()[:2] == [
        "Frame,Visibility,X,Y,Time",
        "5,1,25,25,00:00:00.200",
    ]


def test_clips_of_frames_asked_for_are_exact(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    words = ("--out", tmp_path / "clips", "--range", "0-9", "--range", "20-24")

    ended = touchline("export", "clips", clip, *words)

    written = [Path(line) for line in ended.out.splitlines()]
    assert [path.name for path in written] == [
        "rally-000000-000009.mp4",
        "rally-000020-000024.mp4",
    ]
    assert [frames(touchline, path) for path in written] == [10, 5]


def test_a_fast_copy_says_which_frames_it_really_holds(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    words = ("--out", tmp_path / "clips", "--range", "20-24", "--fast-copy")

    ended = touchline("export", "clips", clip, *words)

    assert ended.status == 0
    assert ended.out.endswith("rally-000020-000024-copy.mp4\n")
    assert "contains frames 0 to 2" in ended.err
    assert "instead of 20 to 24" in ended.err


def test_a_copy_that_is_just_what_was_asked_for_needs_no_word() -> None:
    assert WrittenClip(Clip(0, 10, ""), Path("a.mp4"), 0, 10).exact


def test_without_clips_it_says_how_to_name_some(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    ended = touchline("export", "clips", clip, "--out", tmp_path / "clips")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "no clips" in ended.err


def test_the_overlay_has_every_frame(touchline: Touchline, labelled: Path, tmp_path: Path) -> None:
    out = tmp_path / "overlay.mp4"

    assert touchline("export", "overlay", labelled, "--out", out).status == 0
    assert frames(touchline, out) == 40


def test_a_ground_truth_folder_has_labels_and_all_pictures(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "set"

    ended = touchline("export", "groundtruth", labelled, "--out", out, "--prefix", "s3://films/set")

    assert ended.status == 0
    assert len(list((out / "frames").rglob("*.jpeg"))) == 40
    line = json.loads((out / "manifests/output/output.manifest").read_text())
    assert line["source-ref"].startswith("s3://films/set/")


@pytest.mark.parametrize("kind", ["csv", "tracknet-csv", "groundtruth", "overlay"])
def test_without_labels_it_says_how_to_get_some(
    touchline: Touchline, clip: Path, tmp_path: Path, kind: str
) -> None:
    ended = touchline("export", kind, clip, "--out", tmp_path / "out.mp4")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "Analyse the video" in ended.err


def test_without_events_it_says_how_to_get_some(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    ended = touchline("export", "events-csv", labelled, "--out", tmp_path / "out.csv")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "Mark or import events" in ended.err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize("kind", ["csv", "tracknet-csv", "events-csv", "overlay"])
def test_the_video_itself_is_never_written_over(
    touchline: Touchline, labelled: Path, kind: str
) -> None:
    before = labelled.read_bytes()

    ended = touchline("export", kind, labelled, "--out", labelled)

    assert ended.status == 1
    assert labelled.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    ended = touchline("export", "csv", labelled, "--out", tmp_path / "labels.csv" / "out.csv")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "is not a folder" in ended.err


def test_a_missing_folder_is_made(touchline: Touchline, labelled: Path, tmp_path: Path) -> None:
    out = tmp_path / "new" / "out.csv"

    assert touchline("export", "csv", labelled, "--out", out).status == 0
    assert out.is_file()


@pytest.mark.parametrize("kind", ["csv", "tracknet-csv"])
def test_a_table_of_a_range_has_only_its_rows(
    touchline: Touchline, labelled: Path, tmp_path: Path, kind: str
) -> None:
    words = ("--range", "7-9", "--range", "12-12")

    touchline("export", kind, labelled, "--out", tmp_path / "out.csv", *words)

    lines = (tmp_path / "out.csv").read_text().splitlines()[1:]
    assert [line.split(",")[0] for line in lines] == ["7", "8", "9", "12"]


def test_events_of_a_name_can_be_asked_for(
    touchline: Touchline, clip: Path, tmp_path: Path
) -> None:
    (tmp_path / "events.csv").write_text("frame,event\n7,hit\n9,bounce\n")
    touchline("import", "events-csv", tmp_path / "events.csv", "--video", clip)

    touchline("export", "events-csv", clip, "--out", tmp_path / "out.csv", "--event", "hit")

    assert [line[:5] for line in (tmp_path / "out.csv").read_text().splitlines()[1:]] == ["7,hit"]


@pytest.mark.parametrize("kind", ["csv", "clips", "overlay", "coco", "groundtruth"])
def test_a_dry_run_writes_nothing(
    touchline: Touchline, labelled: Path, tmp_path: Path, kind: str
) -> None:
    before = sorted(tmp_path.rglob("*.*"))
    words = ("--range", "5-9", "--out", tmp_path / "new.mp4", "--dry-run")
    ended = touchline("export", kind, labelled, *words)

    assert (ended.status, ended.out.count("about ")) == (0, 1)
    assert sorted(tmp_path.rglob("*.*")) == before


def test_clips_join_others_in_a_folder(touchline: Touchline, clip: Path, tmp_path: Path) -> None:
    for first in ("0-4", "5-9"):
        words = ("--out", tmp_path / "clips", "--range", first)
        assert touchline("export", "clips", clip, *words).status == 0

    assert len(list((tmp_path / "clips").iterdir())) == 2


def test_a_table_of_two_videos_is_a_folder(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.mp4"
    other.write_bytes(labelled.read_bytes() + bytes(64))

    ended = touchline("export", "csv", labelled, other, "--out", tmp_path / "tables")

    assert ended.out == f"{tmp_path / 'tables'}\n"
    assert len(list((tmp_path / "tables").iterdir())) == 2


def test_a_plan_is_told_in_one_line() -> None:
    assert plan_text(ExportPlan(3, 2, 1_500_000, 5, 0)) == (
        "3 frames, 2 labels, about 1.5 MB, 5 files"
    )
    assert plan_text(ExportPlan(1, 1, 1, 0, 7, 1)) == (
        "1 frame, 1 label, 1 sequence, about 0.0 MB, 7 requests to S3"
    )


def test_an_overlay_by_another_name_is_wrong_usage(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    assert touchline("export", "overlay", labelled, "--out", tmp_path / "o.avi").status == 2
