from collections.abc import Mapping
from pathlib import Path

import pytest
import torch

from inference.ball.data.sampling import Ingredients
from inference.ball.data.training_data import Read
from inference.ball.evaluation.metrics import BallMetrics, Position, evaluate_positions
from inference.ball.training.model_comparison import (
    Glance,
    Judgement,
    Verdict,
    balls,
    some,
    verdict,
)
from inference.evaluation.calibration import PlattScaling
from tests.draining import drained
from tests.inference.ball.nets.tiny import tiny_net
from tests.inference.ball.training.rallies import exam_clip, tiny_start

CPU = torch.device("cpu")


def score(hits: int) -> BallMetrics:
    truth: Mapping[int, Position] = dict.fromkeys(range(100), (1, 1))
    return evaluate_positions([(dict.fromkeys(range(hits), (1, 1)), truth)], 512)


def verdict_of(*venues: tuple[int, int]) -> Verdict:
    """Of a model with so many hits in a hundred before and after, venue by venue."""
    judged = tuple(
        Judgement(str(number), str(number), score(after), score(before))
        for number, (before, after) in enumerate(venues)
    )
    mean = [sum(hits) // len(venues) for hits in zip(*venues, strict=True)]
    whole = Judgement("all", "", score(mean[1]), score(mean[0]))
    return Verdict(PlattScaling(), "", judged, judged, whole)


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
    assert verdict_of(*venues).better is better


def test_venues_that_fell_are_named() -> None:
    assert [each.name for each in verdict_of((50, 90), (50, 40)).fallen] == ["1"]


def test_without_a_parent_or_an_exam_nothing_tells() -> None:
    alone = Judgement("all", "", score(50), None)

    assert Verdict(PlattScaling(), "").better is None
    assert Verdict(PlattScaling(), "", whole=alone).better is None


def test_a_net_and_its_parent_sit_the_same_exam(tmp_path: Path) -> None:
    start = tiny_start(tmp_path)
    exam = (exam_clip("one", "oslo"), exam_clip("two", "rome"), exam_clip("three", "rome"))
    material = Read(Ingredients([]), (exam_clip(),), exam)

    steps = list(verdict(start, material, start.net, start.net, CPU))
    found = drained(verdict(start, material, start.net, start.net, CPU))

    assert steps == [(0, 180), (60, 180), (120, 180)] * 2
    assert found.whole is not None
    assert [each.name for each in found.clips] == ["one", "two", "three"]
    assert [each.after.frames for each in found.venues] == [60, 120]
    assert found.whole.name == "all 3 held out"
    assert found.whole.gain is not None


def test_without_an_exam_the_line_of_the_parent_is_kept(tmp_path: Path) -> None:
    start = tiny_start(tmp_path)
    material = Read(Ingredients([]), (exam_clip(),), ())

    found = drained(verdict(start, material, start.net, start.net, CPU))

    assert found.line == PlattScaling()
    assert "taken over from tiny" in found.fitted_to
    assert found.whole is None


def test_a_glance_is_a_score(tmp_path: Path) -> None:
    glance = Glance(tiny_start(tmp_path), [exam_clip()], "fp32")

    assert drained(glance(tiny_net())).frames == 60


def test_some_clips_are_taken_from_everywhere() -> None:
    clips = [exam_clip(str(number)) for number in range(9)]

    assert [clip.name for clip in some(clips, 200)] == ["0", "3", "6", "1"]
    assert [clip.name for clip in some(clips, 1)] == ["0"]
    assert some([], 5) == []
    assert balls(clips[:2]) == 120
