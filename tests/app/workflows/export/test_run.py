"""Exports without a window: every format planned and written, interrupted and gone on with."""

import json
from pathlib import Path

import pytest

from app.workflows.export.formats import export_formats
from app.workflows.export.run import (
    can_resume,
    discard_export,
    exporter_of,
    plan_export,
    run_export,
    writes_file,
)
from storage.formats.catalog import label_formats
from storage.formats.entry.export_format import Span
from storage.formats.export.options import ExportPlan, ExportRequest
from storage.library.library import Library
from storage.media.frame_table import scan_frames
from storage.records import Video
from storage.resumable_folder import partial_path
from tests.app.rally import CLIP_FRAMES
from tests.app.workflows.export.conftest import REVIEWED, Choose, exported, refused
from tests.draining import drained

NAMES = list(export_formats())
LABELS = [format.name for format in label_formats().values() if format.write]


def planned(library: Library, choice: ExportRequest) -> ExportPlan:
    return drained(plan_export(library, choice, None))


def files_in(path: Path) -> list[Path]:
    return [file for file in path.rglob("*") if file.is_file()] or [path]


@pytest.mark.parametrize("format", NAMES)
def test_every_format_is_planned_and_written(library: Library, choose: Choose, format: str) -> None:
    choice = choose(format, task="object-tracking" if format == "groundtruth" else "")
    plan = planned(library, choice)
    path = exported(library, choice)

    assert plan.files == len(files_in(path))
    real = sum(file.stat().st_size for file in files_in(path))
    assert 0.3 * real < plan.bytes < 3 * real + 2000
    assert plan.requests == 0


def test_all_that_the_catalogue_can_write_is_offered() -> None:
    assert [*LABELS, "clips", "overlay"] == NAMES


@pytest.mark.parametrize("format", NAMES)
def test_a_plan_writes_nothing(library: Library, choose: Choose, format: str) -> None:
    planned(library, choose(format))

    assert not Path(choose(format).folder).exists()
    assert exporter_of(format) is not None


def test_reviewed_stretches_alone_can_be_taken(library: Library, choose: Choose) -> None:
    path = exported(library, choose("mot", span=Span.REVIEWED))

    assert len(list(path.rglob("*.jpg"))) == len(REVIEWED)


def test_the_marked_range_alone_can_be_taken(library: Library, choose: Choose) -> None:
    marked = choose("clips", span=Span.RANGES, ranges=(range(3, 9),))
    [clip] = exported(library, marked).iterdir()

    assert len(drained(scan_frames(clip))) == 6


def test_every_third_frame_alone_can_be_taken(library: Library, choose: Choose) -> None:
    path = exported(library, choose("mot", every=3, images="png"))

    assert len(list(path.rglob("*.png"))) == -(-CLIP_FRAMES // 3)


def test_only_the_chosen_events_are_taken(library: Library, choose: Choose) -> None:
    path = exported(library, choose("soccernet", classes=frozenset({"hit"})))

    [file] = files_in(path)
    assert [each["label"] for each in json.loads(file.read_text())["annotations"]] == ["hit"]


def test_several_videos_go_into_one_data_set(
    library: Library, choose: Choose, video: Video, other: Video
) -> None:
    both = choose("mot", videos=(video.fingerprint, other.fingerprint), effective=True)
    plan = planned(library, both)

    path = exported(library, both)
    assert plan.frames == CLIP_FRAMES  # nothing is known of the other
    assert [folder.name for folder in path.iterdir()] == [video.path.stem]


def test_a_table_of_several_videos_has_a_file_for_each(
    library: Library, choose: Choose, video: Video, other: Video
) -> None:
    both = choose("csv", videos=(video.fingerprint, other.fingerprint))

    path = exported(library, both)
    assert sorted(file.name for file in path.iterdir()) == ["clip-2.ball.csv", "clip.ball.csv"]


def test_videos_without_such_frames_are_told_and_left_out(
    library: Library, choose: Choose, video: Video, other: Video
) -> None:
    both = (video.fingerprint, other.fingerprint)
    plan = planned(library, choose("coco", videos=both, span=Span.REVIEWED))

    assert plan.notes[0] == "1 of 2 videos have no such frames and are left out."


def test_what_is_interrupted_goes_on_where_it_stopped(library: Library, choose: Choose) -> None:
    choice = choose("mot")
    work = run_export(library, choice, None)
    while len(list(Path(choice.folder).rglob("*.jpg"))) < 5:
        next(work)
    work.close()
    [first] = [p for p in Path(choice.folder).rglob("*.jpg") if p.name == "000001.jpg"]
    written = first.stat().st_mtime_ns

    assert "will be resumed" in planned(library, choice).notes[0]
    path = exported(library, choice, resume=True)
    assert (path / "clip/img1/000001.jpg").stat().st_mtime_ns == written
    assert len(list(path.rglob("*.jpg"))) == CLIP_FRAMES


def test_what_is_interrupted_can_be_discarded(library: Library, choose: Choose) -> None:
    choice = choose("mot")
    work = run_export(library, choice, None)
    while not list(Path(choice.folder).rglob("*.jpg")):
        next(work)
    work.close()

    drained(discard_export(library, choice))
    assert not partial_path(Path(choice.target)).exists()


@pytest.mark.parametrize(
    ("format", "fields", "words"),
    [
        ("coco", {"videos": ()}, "No video is chosen"),
        ("coco", {"videos": ("gone",)}, "no longer in the library"),
        ("coco", {"span": Span.RANGES}, "There is no range"),
        ("coco", {"name": "../up"}, "not a valid file name"),
        ("coco", {"name": ""}, "not a valid file name"),
        ("coco", {"folder": ""}, "no output folder"),
        ("coco", {"folder": "here"}, "no output folder"),
        ("coco", {"folder": "s3://x"}, "not a valid bucket name"),
        ("soccernet", {"classes": frozenset()}, "No event is chosen"),
        ("soccernet", {"classes": frozenset({"serve"})}, "no event"),
        ("groundtruth", {"span": Span.CLIPS, "task": "image-classification", "every": 100}, ""),
    ],
)
def test_what_cannot_be_is_told_before_it_begins(
    library: Library, choose: Choose, format: str, fields: dict[str, object], words: str
) -> None:
    assert words in refused(plan_export(library, choose(format, **fields), None)).title


def test_nothing_reviewed_yet_is_told(library: Library, choose: Choose, other: Video) -> None:
    choice = choose("coco", videos=(other.fingerprint,))
    assert "no reviewed frames" in refused(plan_export(library, choice, None)).title
    assert "no reviewed frames" in refused(run_export(library, choice, None)).title


def test_a_video_whose_file_is_gone_is_told(library: Library, choose: Choose, other: Video) -> None:
    other.path.unlink()
    gone = choose("csv", videos=(other.fingerprint,))

    assert "no longer in" in refused(plan_export(library, gone, None)).title


def test_which_exports_are_files_and_which_can_resume(choose: Choose) -> None:
    table, two = choose("csv"), choose("csv", videos=("a", "b"))
    assert (writes_file(table), writes_file(two), writes_file(choose("coco"))) == (
        True, False, False,
    )  # fmt: skip
    assert (can_resume(table), can_resume(choose("coco"))) == (False, True)
    assert can_resume(choose("csv", folder="s3://club/videos"))
