import numpy as np
import pytest

from inference.ball.evaluation.metrics import Position, match_positions
from inference.ball.evaluation.slices import edge_distances, frames_since, metrics_by_slice, speeds


def test_speed_is_the_way_per_frame_in_a_picture_512_wide() -> None:
    labelled: dict[int, Position] = {0: (0, 0), 1: (10, 0), 2: (30, 0)}

    assert speeds(labelled, width=1024).tolist() == [5, 7.5, 10]


def test_speed_is_not_known_of_a_ball_without_neighbours() -> None:
    labelled: dict[int, Position] = {0: (0, 0), 1: None, 3: (9, 9), 9: (0, 0), 10: (3, 4)}

    np.testing.assert_array_equal(speeds(labelled, 512), [np.nan, np.nan, np.nan, 5, 5])


def test_time_since_a_hit_counts_from_the_last_one() -> None:
    np.testing.assert_array_equal(
        frames_since([20, 10], [9, 10, 19, 20, 30]), [np.nan, 0, 9, 0, 10]
    )
    assert np.isnan(frames_since([], [1, 2])).all()


def test_the_nearest_edge_counts() -> None:
    labelled: dict[int, Position] = {0: (100, 40), 1: None, 2: (1000, 300)}

    np.testing.assert_array_equal(edge_distances(labelled, 1024, 576), [20, np.nan, 12])


def test_each_bin_scores_its_own_visible_balls() -> None:
    truth: dict[int, Position] = {0: (0, 0), 1: (0, 0), 2: (0, 0), 3: None, 4: (0, 0)}
    outcomes = match_positions({0: (0, 0), 1: (99, 0), 3: (0, 0)}, truth, 512)

    (found,) = metrics_by_slice(outcomes, {"speed": np.array([1, 2, 30, 1, np.nan])})

    assert found.dimension.key == "speed"
    assert [score.visible for score in found.metrics] == [1, 1, 0, 0, 1]
    assert [score.tp for score in found.metrics] == [1, 0, 0, 0, 0]
    assert found.unknown == 1


def test_a_measure_that_nobody_knows_is_left_out() -> None:
    outcomes = match_positions({}, {0: (0, 0)}, 512)

    assert metrics_by_slice(outcomes, {"size": np.array([np.nan])}) == []


@pytest.mark.parametrize(("visibility", "bin"), [(1, "clear"), (2, "hard"), (3, "occluded")])
def test_classes_have_their_names(visibility: int, bin: str) -> None:
    outcomes = match_positions({}, {0: (0, 0)}, 512)

    (found,) = metrics_by_slice(outcomes, {"visibility": np.array([float(visibility)])})

    assert found.dimension.names[[score.visible for score in found.metrics].index(1)] == bin
