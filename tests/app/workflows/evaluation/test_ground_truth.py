from pathlib import Path
from uuid import UUID

import pytest

from app.workflows.evaluation.ground_truth import ground_truth_of
from app.workflows.videos import OpenedVideo
from storage.errors import UserError
from storage.library.journal.journal import write_gesture
from storage.library.library import Library
from storage.records import (
    BallLabel,
    Event,
    Label,
    Review,
    Source,
    Visibility,
    ball_key,
    event_key,
)

TABLE = "frame,visible,x,y,confidence,source\n"


def label(library: Library, opened: OpenedVideo, **labels: Label) -> None:
    changes: dict[str, Label | None] = {
        ball_key(int(name[1:])) if name[0] == "f" else event_key(UUID(int=int(name[1:]))): value
        for name, value in labels.items()
    }
    with library.connect() as db:
        write_gesture(db, opened.video.fingerprint, changes, "ana")


def test_only_what_a_person_has_said_or_accepted_counts(
    library: Library, opened: OpenedVideo
) -> None:
    label(
        library,
        opened,
        f1=BallLabel(Visibility.CLEAR, 5, 6),
        f2=BallLabel(Visibility.ABSENT, review=Review.ACCEPTED),
        f3=BallLabel(Visibility.CLEAR, 5, 6, Source.INTERPOLATED),
        f4=BallLabel(Visibility.CLEAR, 5, 6, review=Review.UNREVIEWED),
        f5=BallLabel(Visibility.ABSENT, review=Review.REJECTED),
    )

    assert ground_truth_of(library, opened.video, None).positions == {1: (5, 6), 2: None}


def test_a_persons_hits_are_told(library: Library, opened: OpenedVideo) -> None:
    label(
        library,
        opened,
        f1=BallLabel(Visibility.HARD, 5, 6),
        e1=Event(9, "hit"),
        e2=Event(12, "bounce"),
        e3=Event(15, "hit", source=Source.MODEL, review=Review.UNREVIEWED),
    )

    found = ground_truth_of(library, opened.video, None)
    assert (found.hits, found.visibility) == ((9,), {1: Visibility.HARD})


def test_without_labels_in_the_library_the_table_beside_the_video_is_read(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    (tmp_path / "rally.ball.csv").write_text("frame,visible,x,y\n3,1,5,6\n4,0,,\n")
    (tmp_path / "rally.events.csv").write_text("frame,event\n3,hit\n")

    found = ground_truth_of(library, opened.video, None)

    assert found.positions == {3: (5, 6), 4: None}
    assert found.hits == (3,)


def test_a_table_that_is_named_goes_before_the_library(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    label(library, opened, f1=BallLabel(Visibility.CLEAR, 5, 6))
    (tmp_path / "truth.csv").write_text("frame,visible,x,y\n7,1,8,9\n")

    assert ground_truth_of(library, opened.video, tmp_path / "truth.csv").positions == {7: (8, 9)}


def test_what_a_model_says_in_a_table_is_no_label(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    rows = "1,1,5,6,0.9,model\n2,1,5,6,0.9,interpolated\n3,1,5,6,1,human\n"
    (tmp_path / "rally.ball.csv").write_text(TABLE + rows)

    assert ground_truth_of(library, opened.video, None).positions == {3: (5, 6)}


def test_a_video_that_nobody_has_labelled_is_told(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match="has no labels"):
        ground_truth_of(library, opened.video, None)
    (tmp_path / "rally.ball.csv").write_text(TABLE + "1,1,5,6,0.9,model\n")
    with pytest.raises(UserError, match="has no ball labels made by people"):
        ground_truth_of(library, opened.video, None)


def test_labels_of_another_video_are_told(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    (tmp_path / "rally.ball.csv").write_text("frame,visible,x,y\n400,1,5,6\n")

    with pytest.raises(UserError, match="frame 400"):
        ground_truth_of(library, opened.video, None)
