import numpy as np
import pytest

from inference.ball.evaluation.confidence_fit import CalibrationSample, fit_calibration
from inference.ball.evaluation.metrics import match_positions
from inference.ball.tracking.confidence import Calibration, ConfidenceFeatures
from inference.evaluation.curves import reliability

FRAMES = 6000
TRUE = Calibration(own=0.6, around=0.3, roughness=-0.5, constant=1.0, filled=0.4)


def sample(seed: int = 1, frames: int = FRAMES) -> CalibrationSample:
    """Positions that are right as often as `TRUE` says; each tenth frame is filled in."""
    random = np.random.default_rng(seed)
    number = np.arange(frames)
    filled = (number % 10 == 5) & (number < frames - 1)
    features = ConfidenceFeatures(
        own=np.where(filled, 0, random.normal(0, 2, frames)),
        around=random.normal(0, 1, frames),
        roughness=random.exponential(1, frames),
        detected=~filled,
        filled=filled,
        before=np.maximum(number - 1, 0),
        after=np.minimum(number + 1, frames - 1),
    )
    right = random.uniform(size=frames) < features.probability(TRUE)
    places = {int(frame): (0.0, 0.0) if good else (99.0, 0.0) for frame, good in enumerate(right)}
    return CalibrationSample(
        match_positions(places, dict.fromkeys(places, (0.0, 0.0)), 512), features
    )


def test_what_made_the_positions_is_found_again() -> None:
    found = fit_calibration([sample(1), sample(2)])

    for name, close in [("own", 0.1), ("around", 0.1), ("roughness", 0.1), ("constant", 0.2)]:
        assert getattr(found, name) == pytest.approx(getattr(TRUE, name), abs=close)
    assert found.filled == pytest.approx(TRUE.filled, abs=0.05)


def test_what_one_video_teaches_holds_on_another() -> None:
    other = sample(3)

    after = other.with_confidence(fit_calibration([sample(1)]))

    assert reliability(after).expected_error < 0.03
    assert reliability(other.outcomes).expected_error > 0.3


@pytest.mark.parametrize("frames", [0, 40])
def test_too_few_positions_teach_nothing(frames: int) -> None:
    with pytest.raises(ValueError, match="positions, of which"):
        fit_calibration([sample(frames=frames)] if frames else [])


def test_frames_without_a_position_say_nothing() -> None:
    told = sample(frames=20)
    labelled = dict.fromkeys(range(20), (0.0, 0.0))
    half = match_positions(dict.fromkeys(range(10), (0.0, 0.0)), labelled, 512)

    assert len(CalibrationSample(half, told.features).predictions) == 10
