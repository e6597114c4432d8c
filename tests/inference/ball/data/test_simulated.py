from pathlib import Path

import numpy as np

from inference.ball.data.simulated import simulated_rally
from tests.draining import drained

SIZE = 256, 144


def test_a_rally_is_rendered_once_with_its_labels(tmp_path: Path) -> None:
    first = drained(simulated_rally(3, 4, SIZE, tmp_path))
    steps = list(simulated_rally(3, 4, SIZE, tmp_path))
    second = drained(simulated_rally(3, 4, SIZE, tmp_path))

    assert steps == []
    assert first.luma.shape == (4, 144, 256)
    assert np.array_equal(first.luma, second.luma)
    assert np.array_equal(first.points, second.points, equal_nan=True)
    assert (first.weight > 0).all()
    seen = first.points[np.isfinite(first.points[:, 0])]
    assert ((seen > -1) & (seen < SIZE)).all()
