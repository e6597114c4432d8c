from pathlib import Path

import pytest

from app.workflows.review.simulate import SimulationRequest, simulate_review
from storage.errors import UserError
from storage.library.library import Library
from tests.app.rally import CLIP_FRAMES, ball_at
from tests.draining import drained


@pytest.fixture
def labels(tmp_path: Path, tracked: Path) -> Path:
    """The true ball of each frame of the tracked clip."""
    rows = [f"{f},1,{x:.2f},{y:.2f}\n" for f in range(CLIP_FRAMES) for x, y in [ball_at(f)]]
    path = tmp_path / "truth.ball.csv"
    path.write_text("frame,visible,x,y\n" + "".join(rows))
    return path


def test_all_ways_of_working_stand_side_by_side(
    library: Library, tracked: Path, labels: Path
) -> None:
    report = drained(simulate_review(library, SimulationRequest((tracked,), labels)))

    costs = {way.name: way.cost for way in report.ways}
    assert report.frames == CLIP_FRAMES
    assert costs["queue with healing"].reached
    assert costs["queue with healing"].looked < costs["frame by frame"].looked
    assert sum(line.startswith("| ") for line in report.lines()) == 1 + len(costs)


def test_a_video_that_a_model_has_not_tracked_is_refused(
    library: Library, tracked: Path, labels: Path
) -> None:
    with pytest.raises(UserError, match="not been tracked"):
        drained(simulate_review(library, SimulationRequest((tracked,), labels, "fast")))
