"""Ground Truth data sets out, and back onto the same frames.

Through `app.cli.commands.export_groundtruth` and `app.cli.commands.import_labels`.
"""

import json
from pathlib import Path

import pytest

from app.cli.arguments.parser import parse
from app.workflows.label_import.files import ImportRequest, import_labels
from app.workflows.videos import open_video
from storage.formats.export.tasks import GroundTruthTask
from storage.library.labels import ball_labels
from storage.library.library import open_library
from tests.app.cli.commands.conftest import Touchline
from tests.draining import drained

pytestmark = pytest.mark.usefixtures("library")  # to copy one is quicker than to make it

EXPORT = ["export", "groundtruth", "v.mp4", "--out", "o"]
LABELS = "frame,visible,x,y\n" + "".join(f"{n},1,{10.25 + 3 * n},{20 + n}\n" for n in range(5, 9))


@pytest.fixture
def labelled(touchline: Touchline, clip: Path, tmp_path: Path) -> Path:
    """The clip, with the ball of frames 5 to 8 and a hit labelled in the library."""
    (tmp_path / "labels.csv").write_text(LABELS)
    (tmp_path / "events.csv").write_text("frame,event\n6,hit\n9,bounce\n")
    touchline("import", "csv", tmp_path / "labels.csv", "--video", clip)
    touchline("import", "events-csv", tmp_path / "events.csv", "--video", clip)
    return clip


def tables(touchline: Touchline, clip: Path, folder: Path) -> list[str]:
    """The balls and events of the library as tables."""
    for format in ("csv", "events-csv"):
        touchline("export", format, clip, "--out", folder / f"{format}.csv")
    return [(folder / f"{format}.csv").read_text() for format in ("csv", "events-csv")]


@pytest.mark.parametrize(
    ("task", "labels"),
    [("keypoints", 4), ("image-boxes", 4), ("image-classification", 2), ("image-multi-label", 2)],
)
def test_what_goes_out_comes_back_as_the_same(
    touchline: Touchline, labelled: Path, tmp_path: Path, task: str, labels: int
) -> None:
    out = tmp_path / "set"
    touchline("export", "groundtruth", labelled, "--out", out, "--task", task)

    again = touchline("import", "groundtruth", out, "--video", labelled)
    ended = touchline(
        "import", "groundtruth", out, "--video", labelled, "--library", tmp_path / "2"
    )

    assert again.out == f"0 new labels, 0 proposals, {labels} already there\n"
    assert ended.out == f"{labels} new labels, 0 proposals, 0 already there\n"


def test_labels_made_elsewhere_keep_job_and_time(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "set"
    touchline("export", "groundtruth", labelled, "--out", out, "--job", "round-7")
    manifest = out / "manifests/output/output.manifest"
    line = json.loads(manifest.read_text())
    line["ball-ref-metadata"]["creation-date"] = "2020-02-02T10:00:00.497Z"
    manifest.write_text(json.dumps(line))
    library = open_library(tmp_path / "other")
    video = drained(open_video(library, labelled))

    drained(import_labels(library, video, ImportRequest(out, "groundtruth")))

    with library.connect() as db:
        label = ball_labels(db, video.video.fingerprint)[5]
    assert label.author == "labeling-job/round-7"
    assert label.time.isoformat() == "2020-02-02T10:00:00.497000+00:00"
    assert label.label.x == 25.25


def test_labels_of_people_are_never_replaced(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "set"
    touchline("export", "groundtruth", labelled, "--out", out)
    before = tables(touchline, labelled, tmp_path)
    for path in out.rglob("SeqLabel.json"):
        path.write_text(path.read_text().replace('"x":25.25', '"x":99.0'))

    ended = touchline("import", "groundtruth", out, "--video", labelled)

    assert ended.out.startswith("0 new labels, 1 proposals, 3 already there. ")
    assert tables(touchline, labelled, tmp_path) == before


def test_frames_that_are_not_clear_are_told(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "set"
    touchline("export", "groundtruth", labelled, "--out", out)
    [path] = out.rglob("SeqLabel.json")
    path.write_text(path.read_text().replace('"x":25.25', '"x":"far"'))

    ended = touchline("import", "groundtruth", out, "--video", labelled)

    assert ended.status == 0
    assert "Left out: 1 frame unreadable" in ended.err


def test_corrections_stand_beside_the_labels_of_a_job(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    touchline("export", "groundtruth", labelled, "--out", tmp_path / "set")
    words = ("--onto", tmp_path / "set", "--out", tmp_path / "next", "--job", "round-2")

    ended = touchline("export", "groundtruth", labelled, *words)

    assert ended.status == 0
    line = json.loads((tmp_path / "next/manifests/output/output.manifest").read_text())
    assert line["ball-adj1-ref-metadata"]["adjustment-status"] == "unadjusted"
    assert line["ball-adj1-ref-metadata"]["job-name"] == "labeling-job/round-2"


def test_a_dry_run_writes_nothing(touchline: Touchline, labelled: Path, tmp_path: Path) -> None:
    words = ("--out", tmp_path / "set", "--prefix", "s3://films/set", "--dry-run")
    ended = touchline("export", "groundtruth", labelled, *words)

    assert ended.out.startswith("40 frames, 4 labels, 1 sequence, about ")
    assert ended.out.endswith(" 49 requests to S3\n")
    assert not (tmp_path / "set").exists()


def test_ranges_and_each_nth_frame_are_taken(
    touchline: Touchline, labelled: Path, tmp_path: Path
) -> None:
    out = tmp_path / "set"
    words = ("--range", "0-9", "--every", "5", "--image", "png")

    touchline("export", "groundtruth", labelled, "--out", out, *words)

    names = sorted(path.name for path in out.rglob("*.png"))
    assert names == ["frame_000000.png", "frame_000005.png"]


@pytest.mark.parametrize(
    "words",
    [
        ["--task", "polygons"],
        ["--every", "0"],
        ["--length", "2001"],
        ["--image", "gif"],
        ["--range", "9-3"],
    ],
)
def test_wrong_usage_is_told(touchline: Touchline, clip: Path, words: list[str]) -> None:
    assert touchline("export", "groundtruth", clip, "--out", "set", *words).status == 2


def test_a_range_goes_with_one_video(touchline: Touchline, labelled: Path, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "set", "--range", "0-9")

    assert touchline("export", "groundtruth", labelled, labelled, *out).status == 2


def test_a_place_that_is_none_is_told_before_any_work(touchline: Touchline, clip: Path) -> None:
    ended = touchline("export", "groundtruth", clip, "--out", "s3://x")

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "'x' is not a valid bucket name" in ended.err


@pytest.mark.parametrize("task", GroundTruthTask)
def test_all_tasks_can_be_asked_for(task: str) -> None:
    assert parse([*EXPORT, "--task", task]).task == task
    assert parse(EXPORT).task == "keypoints"


def test_a_list_of_classes_is_the_same_as_an_event_each() -> None:
    listed, single = ["--classes", "hit, net"], ["--event", "hit", "--event", "net"]

    assert parse([*EXPORT, *listed]).event == parse([*EXPORT, *single]).event == ["hit", "net"]


def test_a_radius_is_the_same_as_the_size_of_a_box() -> None:
    assert parse([*EXPORT, "--radius", "5"]).ball_size == 11
    assert parse(EXPORT).ball_size == 17
