from uuid import UUID

import numpy as np
import pytest
from sqlite_utils import Database

from storage.library.journal.journal import write_gesture
from storage.library.predictions.runs import activate_run
from storage.library.predictions.tracks import effective_range, effective_track, shown_run
from storage.records import BallLabel, Review, Source, Visibility, ball_key
from tests.storage.library.builders import VIDEO, ball, predict

ABSENT = BallLabel(Visibility.ABSENT)
REJECTED = BallLabel(Visibility.CLEAR, review=Review.REJECTED)


def label(db: Database, labels: dict[int, BallLabel]) -> None:
    write_gesture(db, VIDEO, {ball_key(frame): value for frame, value in labels.items()}, "me")


def test_nobody_has_looked_at_anything(db: Database) -> None:
    track = effective_track(db, VIDEO, 3)

    assert track.source.tolist() == [Source.NONE] * 3
    assert np.isnan(track.confidence).all()


def test_a_persons_word_stands_over_the_models(db: Database) -> None:
    predict(db, [1.0, 2.0, 3.0])
    label(db, {1: ball(50, 60, visibility=Visibility.HARD)})
    track = effective_track(db, VIDEO, 3)

    assert track.x.tolist() == [1.0, 50.0, 3.0]
    assert track.y.tolist() == [2.0, 60.0, 6.0]
    assert track.visibility.tolist() == [1, Visibility.HARD, 1]
    assert track.source.tolist() == [Source.MODEL, Source.HUMAN, Source.MODEL]
    assert track.confidence.tolist() == [0.5, 1.0, 0.5]
    assert track.review.tolist() == [0, Review.CORRECTED, 0]


@pytest.mark.parametrize("gone", [ABSENT, REJECTED])
def test_a_ball_that_is_not_there_has_no_position(db: Database, gone: BallLabel) -> None:
    predict(db, [1.0])
    label(db, {0: gone})
    track = effective_track(db, VIDEO, 1)

    assert np.isnan([track.x, track.y]).all()
    assert (track.visibility[0], track.review[0]) == (0, gone.review)


def test_an_accepted_point_stays_the_models(db: Database) -> None:
    label(db, {0: ball(source=Source.MODEL, review=Review.ACCEPTED)})

    assert effective_track(db, VIDEO, 1).source.tolist() == [Source.MODEL]


def test_labels_need_no_run(db: Database) -> None:
    label(db, {2: ball(7, 8)})

    assert effective_track(db, VIDEO, 3).x.tolist()[2] == 7.0


def test_showing_another_run_changes_the_track_and_no_label(db: Database) -> None:
    first = predict(db, [1.0, 1.0])
    predict(db, [2.0, 2.0])
    label(db, {1: ball(9)})
    activate_run(db, VIDEO, first)

    assert effective_track(db, VIDEO, 2).x.tolist() == [1.0, 9.0]


def test_a_range_is_a_piece_of_the_whole(db: Database) -> None:
    predict(db, np.arange(900.0).tolist())
    label(db, {frame: ball(frame + 0.5) for frame in range(0, 900, 7)})
    whole, part = effective_track(db, VIDEO, 900), effective_range(db, VIDEO, 250, 520)

    for name in ("visibility", "x", "y", "confidence", "source", "review"):
        np.testing.assert_array_equal(getattr(part, name), getattr(whole, name)[250:520])


def test_where_the_active_run_has_not_been_the_newest_other_one_is_shown(db: Database) -> None:
    predict(db, [1.0] * 6)
    newer = predict(db, [2.0, np.nan], first=2)
    active = predict(db, [3.0], first=1)
    track = effective_track(db, VIDEO, 8)

    assert track.x[[0, 1, 2, 4, 5]].tolist() == [1, 3, 2, 1, 1]
    assert track.source.tolist() == [Source.MODEL] * 6 + [Source.NONE] * 2
    assert np.isnan(track.x[3])  # the newer one has seen that there is no ball
    assert [_shown(db, frame) for frame in (1, 2, 7)] == [active, newer, active]


def _shown(db: Database, frame: int) -> UUID | None:
    run = shown_run(db, VIDEO, frame)
    return None if run is None else run.id


def test_while_no_run_is_shown_none_fills_in(db: Database) -> None:
    predict(db, [1.0])
    activate_run(db, VIDEO, None)

    assert effective_track(db, VIDEO, 1).source.tolist() == [Source.NONE]
    assert shown_run(db, VIDEO, 0) is None
