import numpy as np

from inference.review.neighbourhood import max_around, mean_around, run_lengths, static_share


def test_means_and_maxima_end_at_the_ends() -> None:
    values = np.array([0.0, 3.0, 6.0, 0.0])

    assert mean_around(values, 1).tolist() == [1.5, 3, 3, 3]
    assert max_around(values, 1).tolist() == [3, 6, 6, 6]


def test_runs_end_at_cuts() -> None:
    mask = np.array([1, 1, 1, 0, 1], np.bool_)
    cut = np.array([0, 0, 1, 0, 0], np.bool_)

    length, to_end = run_lengths(mask, cut)

    assert length.tolist() == [2, 2, 1, 0, 1]
    assert to_end.tolist() == [1, 1, 1, 0, 1]


def test_a_lamp_is_told_from_what_flies() -> None:
    x = np.stack([np.full(100, 50.3), np.arange(100) * 5.0], 1)

    share = static_share(x, np.stack([np.full(100, 30.0), np.full(100, 90.0)], 1))

    assert np.allclose(share[:, 0], np.log1p(100), atol=0.02)
    assert share[:, 1].max() < np.log1p(3)
