from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from app.workflows.training.footage_library import LibraryFootage, library_footage
from storage.library.journal.journal import write_gesture
from storage.library.library import Library
from storage.library.predictions.predictions import put_track
from storage.library.predictions.runs import activate_run, put_run
from storage.library.videos import mark_opened
from storage.records import BallLabel, Label, Review, Run, Source, Video, Visibility, ball_key
from tests.draining import drained
from tests.inference.ball.pictures import enter, flying, pictures, write_video


@pytest.fixture
def video(library: Library, tmp_path: Path) -> Video:
    return entered(library, tmp_path / "match.mp4", 1)


def entered(library: Library, path: Path, seed: int) -> Video:
    known, _ = enter(library, write_video(path, pictures(flying(8), seed=seed)))
    return known


def label(library: Library, video: Video, **labels: BallLabel) -> None:
    changes: dict[str, Label | None] = {
        ball_key(int(name[1:])): value for name, value in labels.items()
    }
    with library.connect() as db:
        write_gesture(db, video.fingerprint, changes, "ana")


def read_footage(library: Library) -> LibraryFootage:
    return drained(library_footage(library))


def test_only_what_people_have_said_or_accepted_is_learned(library: Library, video: Video) -> None:
    label(
        library,
        video,
        f0=BallLabel(Visibility.HARD, 5, 6),
        f1=BallLabel(Visibility.ABSENT, review=Review.ACCEPTED),
        f2=BallLabel(Visibility.CLEAR, 5, 6, Source.INTERPOLATED),
        f3=BallLabel(Visibility.CLEAR, 5, 6, Source.RELINKED),
        f4=BallLabel(Visibility.CLEAR, 5, 6, review=Review.UNREVIEWED),
        f5=BallLabel(Visibility.ABSENT, review=Review.REJECTED),
    )

    (footage,) = read_footage(library).videos

    assert footage.visibility.tolist() == [2, 0, -1, -1, -1, -1, -1, -1]
    assert np.flatnonzero(np.isfinite(footage.points[:, 0])).tolist() == [0]
    assert footage.venue == video.fingerprint


def predicted(library: Library, video: Video, created: datetime) -> None:
    """A run that has seen the ball at (40, 30) in every frame, the shown one."""
    run = Run(uuid4(), video.fingerprint, "motion", "", "{}", 0, 8, "cpu", created)
    seen, sure = np.ones(8, np.bool_), np.full(8, 0.5, np.float32)
    x, y, source = np.full(8, 40.0), np.full(8, 30.0), np.full(8, Source.MODEL, np.uint8)
    source[7] = Source.RELINKED
    with library.connect() as db:
        put_run(db, run)
        put_track(db, run.id, 0, seen, x, y, sure, source)
        activate_run(db, video.fingerprint, run.id)


def test_of_a_rejected_point_it_is_learned_that_the_ball_is_not_there(
    library: Library, video: Video
) -> None:
    predicted(library, video, datetime(2026, 1, 1, tzinfo=UTC))
    rejected = BallLabel(Visibility.ABSENT, review=Review.REJECTED)
    label(library, video, f0=BallLabel(Visibility.CLEAR, 5, 6), f3=rejected, f7=rejected)

    (footage,) = read_footage(library).videos

    assert footage.visibility.tolist() == [1, -1, -1, -1, -1, -1, -1, -1]
    assert footage.points[3].tolist() == [40, 30]
    assert np.flatnonzero(footage.known).tolist() == [0, 3]  # 7 may be elsewhere by now


def test_what_a_later_run_sees_was_never_rejected(library: Library, video: Video) -> None:
    rejected = BallLabel(Visibility.ABSENT, review=Review.REJECTED)
    label(library, video, f0=BallLabel(Visibility.CLEAR, 5, 6), f3=rejected)
    predicted(library, video, datetime(2100, 1, 1, tzinfo=UTC))

    (footage,) = read_footage(library).videos

    assert np.flatnonzero(footage.known).tolist() == [0]


def test_a_video_without_labels_is_none_to_learn_from(library: Library, video: Video) -> None:
    assert read_footage(library).videos == ()


def test_a_video_that_is_gone_or_changed_is_left_out_and_told(
    library: Library, video: Video, tmp_path: Path
) -> None:
    other = entered(library, tmp_path / "other.mp4", 2)
    for each in (video, other):
        label(library, each, f0=BallLabel(Visibility.CLEAR, 5, 6))
    video.path.unlink()
    write_video(other.path, pictures(flying(8), seed=3))

    footage = read_footage(library)

    assert footage.videos == ()
    assert sorted(line.split(",")[0] for line in footage.left_out) == ["match.mp4", "other.mp4"]
    assert any("a different video now" in line for line in footage.left_out)


def test_watching_a_video_changes_no_order(library: Library, video: Video, tmp_path: Path) -> None:
    other = entered(library, tmp_path / "other.mp4", 2)
    for each in (video, other):
        label(library, each, f0=BallLabel(Visibility.CLEAR, 5, 6))
    before = [each.name for each in read_footage(library).videos]

    for each in (video, other):
        with library.connect() as db:
            mark_opened(db, each.fingerprint)
        assert [each.name for each in read_footage(library).videos] == before


def test_some_videos_may_be_named(library: Library, video: Video, tmp_path: Path) -> None:
    other = entered(library, tmp_path / "other.mp4", 2)
    for each in (video, other):
        label(library, each, f0=BallLabel(Visibility.CLEAR, 5, 6))

    footage = drained(library_footage(library, {other.fingerprint}))

    assert [each.name for each in footage.videos] == ["other.mp4"]
