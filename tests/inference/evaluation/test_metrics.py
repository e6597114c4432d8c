"""What logs, cards and reports may read of the measurements of any task."""

from collections.abc import Mapping
from typing import get_args

import pytest

from inference.actions.evaluation.event_metrics import EventMetrics
from inference.ball.evaluation.metrics import BallMetrics
from inference.evaluation.metrics import Figure, Metrics

BALL = BallMetrics(8, 1, 1, 1, 4, 5, 9, 2.5, 6.0)
NO_BALL = BallMetrics(0, 0, 0, 0, 0, 0, 0, None, None)
EVENTS = EventMetrics(())

ALL: list[Metrics] = [BALL, NO_BALL, EVENTS]
each_task = pytest.mark.parametrize("metrics", ALL)


@each_task
def test_models_are_chosen_by_a_share(metrics: Metrics) -> None:
    assert 0 <= metrics.primary <= 1


@each_task
def test_every_figure_has_a_short_name_and_is_a_number_or_nothing(metrics: Metrics) -> None:
    figures: Mapping[str, Figure] = metrics.figures()

    assert figures
    assert all(name == name.lower().strip() and " " not in name for name in figures)
    assert all(isinstance(figure, get_args(Figure)) for figure in figures.values())


@each_task
def test_the_figure_that_models_are_chosen_by_is_among_all(metrics: Metrics) -> None:
    assert metrics.primary in metrics.figures().values()
