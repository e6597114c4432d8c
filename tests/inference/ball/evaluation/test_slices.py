import numpy as np
import pytest

from inference.ball.evaluation.metrics import Place, judge
from inference.ball.evaluation.slices import by_condition, edge_distances, frames_since, speeds


def test_speed_is_the_way_per_frame_in_a_picture_512_wide() -> None:
    labelled: dict[int, Place] = {0: (0, 0), 1: (10, 0), 2: (30, 0)}

    assert speeds(labelled, width=1024).tolist() == [5, 7.5, 10]


def test_speed_is_not_known_of_a_ball_without_neighbours() -> None:
    labelled: dict[int, Place] = {0: (0, 0), 1: None, 3: (9, 9), 9: (0, 0), 10: (3, 4)}

    np.testing.assert_array_equal(speeds(labelled, 512), [np.nan, np.nan, np.nan, 5, 5])


def test_time_since_a_hit_counts_from_the_last_one() -> None:
    np.testing.assert_array_equal(
        frames_since([20, 10], [9, 10, 19, 20, 30]), [np.nan, 0, 9, 0, 10]
    )
    assert np.isnan(frames_since([], [1, 2])).all()


def test_the_nearest_edge_counts() -> None:
    labelled: dict[int, Place] = {0: (100, 40), 1: None, 2: (1000, 300)}

    np.testing.assert_array_equal(edge_distances(labelled, 1024, 576), [20, np.nan, 12])


def test_each_bin_scores_its_own_visible_balls() -> None:
    truth: dict[int, Place] = {0: (0, 0), 1: (0, 0), 2: (0, 0), 3: None, 4: (0, 0)}
    judged = judge({0: (0, 0), 1: (99, 0), 3: (0, 0)}, truth, 512)

    (found,) = by_condition(judged, {"speed": np.array([1, 2, 30, 1, np.nan])})

    assert found.scale.key == "speed"
    assert [score.visible for score in found.scores] == [1, 1, 0, 0, 1]
    assert [score.right for score in found.scores] == [1, 0, 0, 0, 0]
    assert found.unknown == 1


def test_a_measure_that_nobody_knows_is_left_out() -> None:
    judged = judge({}, {0: (0, 0)}, 512)

    assert by_condition(judged, {"size": np.array([np.nan])}) == []


@pytest.mark.parametrize(("visibility", "bin"), [(1, "clear"), (2, "hard"), (3, "occluded")])
def test_classes_have_their_names(visibility: int, bin: str) -> None:
    judged = judge({}, {0: (0, 0)}, 512)

    (found,) = by_condition(judged, {"visibility": np.array([float(visibility)])})

    assert found.scale.names[[score.visible for score in found.scores].index(1)] == bin
