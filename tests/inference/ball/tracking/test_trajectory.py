import numpy as np
import pytest

from inference.ball.tracking.trajectory import Trajectory, find_path, relink
from storage.records import Candidates, Source
from tests.inference.ball.flights import WIDTH, Positions, parabola, rally, seen


def off(path: Trajectory, ball: Positions) -> np.ndarray:
    """Distance of the path from the ball in each frame, NaN where the path has none."""
    return np.hypot(path.x - ball[:, 0], path.y - ball[:, 1])


def test_a_flight_is_followed_among_false_candidates() -> None:
    ball = parabola(40, (60, 200), (9, -6))

    path = find_path(seen(ball), WIDTH)

    assert path.visible.all()
    assert off(path, ball).max() < 3
    assert (path.source == Source.MODEL).all()


def test_a_hit_turns_the_path() -> None:
    ball = rally()

    path = find_path(seen(ball), WIDTH)

    assert path.visible.all()
    assert off(path, ball).max() < 3


def test_false_candidates_alone_make_no_path() -> None:
    path = find_path(seen(rally(), hidden=range(60)), WIDTH)

    assert not path.visible.any()
    assert np.isnan(path.x).all()
    assert not path.confidence.any()
    assert (path.choice == -1).all()


def test_a_gap_inside_a_flight_is_bridged_and_says_so() -> None:
    ball = parabola(40, (60, 200), (9, -6))

    path = find_path(seen(ball, hidden=range(18, 22)), WIDTH)

    assert path.source[18:22].tolist() == [Source.INTERPOLATED] * 4
    assert (path.choice[18:22] == -1).all()
    assert off(path, ball).max() < 3


def test_a_gap_with_a_hit_in_it_stays_open() -> None:
    path = find_path(seen(rally(), hidden=range(28, 33), noise=0), WIDTH)

    assert not path.visible[28:33].any()
    assert path.visible[:28].all()
    assert path.visible[33:].all()


def test_a_cut_parts_two_flights() -> None:
    ball = parabola(40, (60, 200), (9, -6))
    hidden = range(18, 22)

    path = find_path(seen(ball, hidden, cuts=[20]), WIDTH)

    assert not path.visible[18:22].any()
    assert path.visible[22:].all()


def test_the_path_goes_through_what_a_person_says() -> None:
    ball = parabola(40, (60, 200), (9, -6))

    path = find_path(seen(ball), WIDTH, {20: (300.25, 17.5)})

    assert (path.x[20], path.y[20]) == (300.25, 17.5)
    assert path.confidence[20] == 1
    assert path.source[20] == Source.HUMAN
    assert np.nanmax(np.delete(off(path, ball), 20)) < 3


def test_a_persons_no_ball_is_kept_and_not_bridged() -> None:
    path = find_path(seen(parabola(40, (60, 200), (9, -6))), WIDTH, {20: None})

    assert not path.visible[20]
    assert path.source[20] == Source.HUMAN
    assert path.visible[19]
    assert path.visible[21]


def test_lengths_grow_with_the_width_of_the_video() -> None:
    small = seen(rally(), hidden=[10, 11])
    large = Candidates(small.x * 4, small.y * 4, small.score, small.cut)

    path, same = find_path(large, 4 * WIDTH), find_path(small, WIDTH)

    np.testing.assert_allclose(path.x, same.x * 4)
    np.testing.assert_array_equal(path.choice, same.choice)


def test_frames_that_nobody_has_analysed_have_no_ball() -> None:
    nothing = np.zeros((3, 0), np.float32)

    path = find_path(Candidates(nothing, nothing, nothing, np.zeros(3, np.bool_)), WIDTH)

    assert not path.visible.any()


def test_a_path_of_no_frames_is_empty() -> None:
    assert len(find_path(seen(np.zeros((0, 2))), WIDTH)) == 0


def test_less_is_trusted_where_scores_are_low_or_points_are_filled_in() -> None:
    ball = parabola(60, (20, 250), (7, -8))
    found = seen(ball, hidden=range(40, 43))
    found.score[10:20] *= 0.3

    path = find_path(found, WIDTH)

    assert path.confidence[11:19].max() < path.confidence[25:35].min()
    assert path.confidence[40:43].max() < path.confidence[25:35].min()
    assert path.confidence.min() >= 0
    assert path.confidence.max() <= 1


def wrong_turn() -> tuple[Positions, Candidates]:
    """A flight whose middle nobody sees; something else flies there straighter and better seen."""
    ball = parabola(60, (20, 250), (7, -8))
    found = seen(ball)
    decoy = ball + np.array([0.0, 40.0])
    found.x[20:32, 0], found.y[20:32, 0] = decoy[20:32].T
    found.x[20:32, 1], found.y[20:32, 1] = ball[20:32].T
    found.score[20:32, 0], found.score[20:32, 1] = 0.9, 0.25
    return ball, found


def test_one_correction_relinks_the_path_around_it() -> None:
    ball, found = wrong_turn()
    before = find_path(found, WIDTH)
    before.confidence[18:34] = 0.5

    after = relink(found, WIDTH, {26: (ball[26, 0], ball[26, 1])}, before, 26)

    path = after.trajectory
    assert off(before, ball)[22:30].min() > 30
    assert off(path, ball[after.first : after.first + len(path)]).max() < 3
    assert path.source[26 - after.first] == Source.HUMAN
    assert path.source[24 - after.first] == Source.RELINKED


def test_relinking_leaves_what_is_certain_as_it_is() -> None:
    _, found = wrong_turn()
    before = find_path(found, WIDTH)
    before.confidence[18:34] = 0.5

    after = relink(found, WIDTH, {26: None}, before, 26)

    frames = np.flatnonzero(after.changed) + after.first
    assert frames.min() >= 18
    assert frames.max() < 34
    np.testing.assert_array_equal(
        after.trajectory.source[~after.changed],
        before.source[after.first :][: len(after.changed)][~after.changed],
    )


@pytest.mark.parametrize("frame", [0, 59])
def test_relinking_works_at_the_ends_of_a_video(frame: int) -> None:
    ball, found = wrong_turn()
    before = find_path(found, WIDTH)

    after = relink(found, WIDTH, {frame: (ball[frame, 0], ball[frame, 1])}, before, frame)

    assert after.changed[frame - after.first]
