import numpy as np
import pytest

from inference.ball.evaluation.confidence_fit import Sample, fit, ranking
from inference.ball.evaluation.curves import reliability
from inference.ball.evaluation.metrics import Judged, judge
from inference.ball.tracking.confidence import Calibration, Signals

FRAMES = 6000
TRUE = Calibration(own=0.6, around=0.3, roughness=-0.5, constant=1.0, filled=0.4)


def sample(seed: int = 1, frames: int = FRAMES) -> Sample:
    """Positions that are right as often as `TRUE` says; each tenth frame is filled in."""
    random = np.random.default_rng(seed)
    number = np.arange(frames)
    filled = (number % 10 == 5) & (number < frames - 1)
    signals = Signals(
        own=np.where(filled, 0, random.normal(0, 2, frames)),
        around=random.normal(0, 1, frames),
        roughness=random.exponential(1, frames),
        detected=~filled,
        filled=filled,
        before=np.maximum(number - 1, 0),
        after=np.minimum(number + 1, frames - 1),
    )
    right = random.uniform(size=frames) < signals.probability(TRUE)
    places = {int(frame): (0.0, 0.0) if good else (99.0, 0.0) for frame, good in enumerate(right)}
    return Sample(judge(places, dict.fromkeys(places, (0.0, 0.0)), 512), signals)


def test_what_made_the_positions_is_found_again() -> None:
    found = fit([sample(1), sample(2)])

    for name, close in [("own", 0.1), ("around", 0.1), ("roughness", 0.1), ("constant", 0.2)]:
        assert getattr(found, name) == pytest.approx(getattr(TRUE, name), abs=close)
    assert found.filled == pytest.approx(TRUE.filled, abs=0.05)


def test_what_one_video_teaches_holds_on_another() -> None:
    other = sample(3)

    after = other.with_confidence(fit([sample(1)]))

    assert reliability(after).expected_error < 0.03
    assert reliability(other.judged).expected_error > 0.3


@pytest.mark.parametrize("frames", [0, 40])
def test_too_few_positions_teach_nothing(frames: int) -> None:
    with pytest.raises(ValueError, match="positions, of which"):
        fit([sample(frames=frames)] if frames else [])


def test_frames_without_a_position_say_nothing() -> None:
    told = sample(frames=20)
    labelled = dict.fromkeys(range(20), (0.0, 0.0))
    half = judge(dict.fromkeys(range(10), (0.0, 0.0)), labelled, 512)

    assert len(Sample(half, told.signals).given) == 10


def judged(confidence: list[float], right: list[bool]) -> Judged:
    places = {frame: (0.0, 0.0) if good else (99.0, 0.0) for frame, good in enumerate(right)}
    sure = dict(enumerate(confidence))
    return judge(places, dict.fromkeys(places, (0.0, 0.0)), 512, confidence=sure)


@pytest.mark.parametrize(
    ("confidence", "right", "rank"),
    [
        ([0.1, 0.2, 0.8, 0.9], [False, False, True, True], 1.0),
        ([0.1, 0.2, 0.8, 0.9], [True, True, False, False], 0.0),
        ([0.5, 0.5, 0.5, 0.5], [True, False, True, False], 0.5),
        ([0.1, 0.6, 0.3, 0.9], [False, False, True, True], 0.75),
        ([0.1, 0.9], [True, True], None),
    ],
)
def test_ranking_is_how_often_the_right_one_is_surer(
    confidence: list[float], right: list[bool], rank: float | None
) -> None:
    assert ranking(judged(confidence, right)) == rank
