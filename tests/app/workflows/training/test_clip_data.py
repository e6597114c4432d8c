"""The clips of a training: counted, grouped, divided, with warnings of what gives classes away."""

from pathlib import Path

import pytest

from app.workflows.training.clip_data import count_lines, plan_clip_data
from app.workflows.training.request import TrainingRequest
from inference.clips.data.labelled_clip import ClipClassData
from inference.clips.data.splits import split_clips
from inference.clips.task import ClipsTask
from storage.errors import UserError
from storage.library.library import Library, open_library
from tests.draining import drained
from tests.inference.clips.labelled import series_clips, still_folder


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "library")


def planned(
    library: Library, folder: Path, *hold_out: str
) -> tuple[ClipClassData, tuple[str, ...]]:
    request = TrainingRequest("clips", preset="r2plus1d-small", sources=(str(folder),))
    if hold_out:
        request = TrainingRequest(
            "clips", preset="r2plus1d-small", sources=(str(folder),), hold_out=hold_out
        )
    initialization = ClipsTask().from_preset("r2plus1d-small", 0)
    plan: tuple[ClipClassData, tuple[str, ...]] = drained(
        plan_clip_data(library, request, initialization)
    )
    return plan


def test_what_looks_alike_is_held_out_together(library: Library, tmp_path: Path) -> None:
    data, notes = planned(library, still_folder(tmp_path / "strokes"))

    groups = {clip.group for clip in (*data.training, *data.validation)}
    held_out = {clip.group for clip in data.validation}

    assert len(groups) == 12  # a scene each, though nobody said so
    assert held_out
    assert held_out.isdisjoint(clip.group for clip in data.training)
    assert any("36 were joined as they look alike" in note for note in notes)


def test_clips_are_counted_before_training(library: Library, tmp_path: Path) -> None:
    _, notes = planned(library, still_folder(tmp_path / "strokes"))

    assert notes[0].split() == ["class", "training", "held", "out", "groups"]
    assert notes[1].split()[0] == "cut"
    assert any("demonstration rather than a model" in note for note in notes)


def test_a_planted_confounder_is_told(library: Library, tmp_path: Path) -> None:
    folder = still_folder(tmp_path / "strokes")
    for path in list((folder / "pull").iterdir()):
        path.rename(path.with_suffix(".jpg"))

    _, notes = planned(library, folder)

    assert any("file type .jpg gives a class away" in note for note in notes)


def test_a_named_split_that_leaks_is_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="both sides of this split"):
        planned(library, still_folder(tmp_path / "strokes"), "cut/cut_100_0", "pull/pull_1_0")


def test_classes_with_few_clips_are_left_out_or_refused(library: Library, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there are: cut 4, pull 4"):
        planned(library, still_folder(tmp_path / "strokes", scenes=1))


def test_rows_tell_both_sides_and_groups() -> None:
    lines = list(count_lines(split_clips(series_clips(), ["person 2"]), ("cut", "pull")))

    assert lines[1].split()[:4] == ["cut", "9", "3", "4"]
