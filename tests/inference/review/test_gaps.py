import numpy as np

from inference.review.gaps import GapFacts, gap_facts

SIZE = (512.0, 288.0)


def facts(x: list[float], y: list[float], cuts: tuple[int, ...] = ()) -> GapFacts:
    cut = np.zeros(len(x), np.bool_)
    cut[list(cuts)] = True
    across, down = np.array(x, np.float64), np.array(y, np.float64)
    return gap_facts(across, down, np.isfinite(across), cut, SIZE)


NONE = float("nan")


def test_a_gap_knows_its_ends_and_the_line_over_it() -> None:
    told = facts([10, 20, NONE, NONE, 50], [5, 5, NONE, NONE, 5])

    assert told.length.tolist() == [0, 0, 2, 2, 0]
    assert told.line_x[2:4].tolist() == [30, 40]
    assert told.needed_speed[2] == 10


def test_a_gap_ends_at_a_cut() -> None:
    told = facts([10, NONE, NONE, NONE, 50], [5, NONE, NONE, NONE, 5], cuts=(3,))

    assert told.one_sided.tolist() == [False, True, True, True, False]
    assert told.length.tolist() == [0, 2, 2, 1, 0]


def test_a_shot_without_a_ball_is_told_from_a_gap() -> None:
    assert facts([NONE, NONE], [NONE, NONE]).isolated.all()


def test_a_ball_that_flies_out_at_the_top_is_seen_to_leave() -> None:
    out = facts([100, 100, 100, NONE], [40, 20, 5, NONE])
    inside = facts([100, 100, 100, NONE], [140, 142, 144, NONE])

    assert out.leaves[3] < 0 < inside.leaves[3]
