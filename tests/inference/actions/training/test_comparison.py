"""Measuring a model on several venues."""

import torch

from inference.actions.evaluation.event_metrics import EventMetrics
from inference.actions.evaluation.metrics import ScoredEvent, VideoEvents
from inference.actions.nets.path_config import PathNetConfig
from inference.actions.nets.path_net import PathNet
from inference.actions.prediction.path_events import PathEventModel
from inference.actions.training.comparison import compared, measure
from storage.progress import drained
from tests.inference.actions.paths import zigzag


def test_every_path_is_measured_and_counted() -> None:
    torch.manual_seed(0)
    net = PathNet(PathNetConfig(width=4, recurrent=0)).eval()
    work = measure(PathEventModel((net.numpy_net(),)), [zigzag(), zigzag()])

    assert next(work) == (0, 2)
    assert len(drained(work).videos) == 2


def test_rows_are_of_videos_venues_and_all() -> None:
    hit = [ScoredEvent(10, "hit")]
    right, wrong = VideoEvents(hit, hit), VideoEvents([], hit)

    result = compared(
        [zigzag(), zigzag()], EventMetrics((right, right)), EventMetrics((right, wrong))
    )

    assert [row.after.primary for row in result.clips] == [1, 1]
    assert [row.name for row in result.venues] == ["made up"]
    assert result.overall is not None
    assert result.overall.gain == 1 - 2 / 3
    assert result.better
