import numpy as np
import pytest

from inference.evaluation.calibration import (
    MAX_LOG_ODDS,
    PlattScaling,
    clipped_log_odds,
    fit_logistic_regression,
    log_odds,
)


def test_log_odds_are_finite_even_of_what_is_certain() -> None:
    assert log_odds(np.array([0.5])) == pytest.approx([0])
    assert np.isfinite(log_odds(np.array([0.0, 1.0]))).all()
    assert clipped_log_odds(np.array([0.0, 1.0])).tolist() == [-MAX_LOG_ODDS, MAX_LOG_ODDS]


def test_a_line_turns_scores_into_probabilities() -> None:
    assert PlattScaling()(np.array([0.2, 0.9])) == pytest.approx([0.2, 0.9])
    assert PlattScaling(1.0, 1.0)(np.array([0.5])) == pytest.approx([0.7311], abs=1e-3)
    assert np.isnan(PlattScaling()(np.array([np.nan]))).all()


def test_the_likeliest_weights_are_those_that_the_samples_were_drawn_with() -> None:
    random = np.random.default_rng(1)
    known = np.stack([random.normal(size=20_000), np.ones(20_000)], axis=1)
    right = random.random(20_000) < 1 / (1 + np.exp(-known @ [2.0, -0.5]))

    found = fit_logistic_regression(known, right.astype(np.float64), np.zeros(2), np.ones(2))

    assert found == pytest.approx([2, -0.5], abs=0.1)


def test_where_nothing_tells_otherwise_weights_stay() -> None:
    start = np.array([1.0, 0.3])

    found = fit_logistic_regression(np.zeros((4, 2)), np.array([1.0, 0, 1, 0]), start, np.ones(2))

    assert found.tolist() == start.tolist()
