import tomllib
from dataclasses import replace

import numpy as np
import pytest

from app.workflows.evaluation.calibrate import (
    FittedConfidence,
    confidence_text,
    confidence_toml,
    fit_confidence,
)
from app.workflows.evaluation.evaluate import EvaluatedClip, evaluation_of
from app.workflows.evaluation.predictions import PredictedPositions
from inference.ball.evaluation.confidence_fit import CalibrationSample
from inference.ball.evaluation.metrics import Position
from storage.errors import UserError
from storage.records import Visibility
from tests.app.workflows.evaluation.evaluations import clip
from tests.inference.ball.evaluation.test_confidence_fit import sample


def learned_from(path: str, seed: int) -> EvaluatedClip:
    """A clip with a thousand positions, right as often as chance and their features say."""
    made: CalibrationSample = sample(seed, 1000)
    frames: list[int] = made.outcomes.frame.tolist()
    positions: dict[int, Position] = {
        frame: (0.0, 0.0) if error < 4 else (99.0, 0.0)
        for frame, error in zip(frames, made.outcomes.error, strict=True)
    }
    truth: dict[int, Position] = dict.fromkeys(frames, (0.0, 0.0))
    clear = dict.fromkeys(frames, Visibility.CLEAR)
    one = clip(path, (1,))
    ground_truth = replace(one.ground_truth, positions=truth, visibility=clear, hits=())
    around = replace(
        one.image_statistics,
        **{name: np.full(len(frames), np.nan) for name in ("size", "contrast", "motion")},
    )
    said = PredictedPositions("net", positions, dict.fromkeys(frames, 1.0), made.features)
    return replace(one, ground_truth=ground_truth, image_statistics=around, predicted=(said,))


def learned(*paths: str) -> FittedConfidence:
    clips = [learned_from(path, seed) for seed, path in enumerate(paths)]
    return fit_confidence(clips, evaluation_of(clips))


def test_each_folder_is_judged_by_what_the_others_teach() -> None:
    found = learned("rome/a.mp4", "rome/b.mp4", "oslo/c.mp4")

    assert [group.name for group in found.groups] == ["rome", "oslo"]
    assert [len(group.after) for group in found.groups] == [2000, 1000]


def test_the_clips_of_one_folder_are_judged_one_by_one() -> None:
    assert [group.name for group in learned("rome/a.mp4", "rome/b.mp4").groups] == ["a", "b"]


def test_the_error_falls_and_the_card_gets_its_table() -> None:
    found = learned("rome/a.mp4", "oslo/c.mp4")

    head, *_, everything = confidence_text(found).splitlines()[:4]
    assert head.startswith("Confidence  positions")
    assert float(everything.split()[2]) > 0.3 > 0.1 > float(everything.split()[3])
    assert tomllib.loads(confidence_toml(found))["confidence"]["own"] == pytest.approx(
        found.calibration.own, abs=1e-3
    )


def test_one_clip_is_too_little() -> None:
    with pytest.raises(UserError, match="too few labels"):
        learned("rome/a.mp4")


def test_tables_teach_nothing() -> None:
    clips = [clip("rome/a.mp4", (5,))]

    with pytest.raises(UserError, match="only be calibrated on a model's own run"):
        fit_confidence(clips, evaluation_of(clips))
