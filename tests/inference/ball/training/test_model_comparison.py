from collections.abc import Mapping
from pathlib import Path

import pytest
import torch

from inference.ball.data.sampling import SamplePools
from inference.ball.data.training_data import LoadedBallData
from inference.ball.evaluation.metrics import BallMetrics, Position
from inference.ball.training.initialization import input_spec_of, parent_line
from inference.ball.training.model_comparison import BallComparison, QuickValidator, compare
from inference.ball.training.validation import some_clips
from inference.evaluation.calibration import PlattScaling
from inference.training.model_comparison import Comparison
from tests.draining import drained
from tests.inference.ball.nets.tiny import tiny_net
from tests.inference.ball.positions import evaluate_positions
from tests.inference.ball.training.rallies import tiny_initialization, validation_clip

CPU = torch.device("cpu")


def score(hits: int) -> BallMetrics:
    truth: Mapping[int, Position] = dict.fromkeys(range(100), (1, 1))
    return evaluate_positions([(dict.fromkeys(range(hits), (1, 1)), truth)], 512)


def comparison_of(*venues: tuple[int, int]) -> BallComparison:
    """Of a model with so many hits in a hundred before and after, venue by venue."""
    rows = tuple(
        Comparison(str(number), str(number), score(after), score(before))
        for number, (before, after) in enumerate(venues)
    )
    mean = [sum(hits) // len(venues) for hits in zip(*venues, strict=True)]
    overall = Comparison("all", "", score(mean[1]), score(mean[0]))
    return BallComparison(rows, rows, overall, "with the path")


@pytest.mark.parametrize(
    ("venues", "better"),
    [
        ([(50, 60), (50, 60)], True),
        ([(50, 60), (50, 49)], True),
        ([(50, 90), (50, 40)], False),
        ([(50, 50), (50, 50)], False),
        ([(50, 40), (50, 40)], False),
    ],
)
def test_a_model_is_better_if_it_rises_and_no_venue_falls(
    venues: list[tuple[int, int]], better: bool
) -> None:
    assert comparison_of(*venues).better is better


def test_venues_that_fell_are_named() -> None:
    assert [each.name for each in comparison_of((50, 90), (50, 40)).regressed] == ["1"]


def test_without_a_parent_or_a_validation_set_nothing_tells() -> None:
    alone = Comparison("all", "", score(50), None)

    assert BallComparison().better is None
    assert BallComparison(overall=alone).better is None


def test_a_net_and_its_parent_are_measured_on_the_same_clips(tmp_path: Path) -> None:
    start = tiny_initialization(tmp_path)
    clips = (
        validation_clip("one", "oslo"),
        validation_clip("two", "rome"),
        validation_clip("three", "rome"),
    )
    loaded = LoadedBallData(input_spec_of(start), SamplePools([]), (validation_clip(),), clips)

    steps = list(compare(start, loaded, start.net, start.net, CPU))
    comparison = drained(compare(start, loaded, start.net, start.net, CPU))

    assert steps == [(0, 180), (60, 180), (120, 180)] * 2
    assert comparison.overall is not None
    assert [each.name for each in comparison.clips] == ["one", "two", "three"]
    assert [venue.name for venue in comparison.venues] == ["oslo", "rome"]
    after = comparison.venues[1].after
    assert isinstance(after, BallMetrics)
    assert after.frames == 120
    assert comparison.overall.name == "all 3 held out"
    assert comparison.overall.gain is not None


def test_without_a_validation_set_the_line_of_the_parent_is_kept(tmp_path: Path) -> None:
    start = tiny_initialization(tmp_path)
    loaded = LoadedBallData(input_spec_of(start), SamplePools([]), (validation_clip(),), ())

    comparison = drained(compare(start, loaded, start.net, start.net, CPU))

    assert comparison.calibration == PlattScaling()
    assert "taken over from tiny" in comparison.fitted_to
    assert comparison.overall is None


def test_a_quick_validation_gives_metrics(tmp_path: Path) -> None:
    start = tiny_initialization(tmp_path)
    validator = QuickValidator(
        [validation_clip()], input_spec_of(start), parent_line(start), "fp32"
    )

    assert drained(validator(tiny_net())).frames == 60


def test_some_clips_are_taken_from_everywhere() -> None:
    clips = [validation_clip(str(number)) for number in range(9)]

    assert [clip.name for clip in some_clips(clips, 200)] == ["0", "3", "6", "1"]
    assert [clip.name for clip in some_clips(clips, 1)] == ["0"]
    assert some_clips([], 5) == []
