"""The confidence of a run's track, by what its model's scores have proved to be worth."""

import json
from dataclasses import asdict, fields, replace

import numpy as np

from inference.ball.tracking.confidence import (
    MOTION_CALIBRATION,
    Calibration,
    ConfidenceFeatures,
    confidence_features,
)
from inference.ball.tracking.trajectory import WORKING_WIDTH, Trajectory
from inference.evaluation.calibration import MAX_LOG_ODDS, clipped_log_odds
from storage.records import Candidates, Source

_SETTING = "confidence"  # of a run: the constants

# Of nets whose cards say nothing: fitted to tracks of a compact net on rallies of badminton and
# tennis that it was never trained on.
NET_CALIBRATION = Calibration(own=0.2, around=0.74, roughness=-0.62, constant=2.4, filled=0.63)


def calibration_setting(calibration: Calibration) -> dict[str, dict[str, float]]:
    """The calibration as an entry of a run's settings."""
    return {_SETTING: asdict(calibration)}


def calibration_of(settings: str) -> Calibration:
    """What a run's `settings` say; without a word of it, what has always been used."""
    try:
        constants = json.loads(settings)[_SETTING]
        return Calibration(
            **{field.name: float(constants[field.name]) for field in fields(Calibration)}
        )
    except (ValueError, TypeError, KeyError):  # imported runs have settings of their own
        return MOTION_CALIBRATION


def track_features(path: Trajectory, candidates: Candidates, width: int) -> ConfidenceFeatures:
    """What is known of the positions of `path` through candidates of a video `width` wide."""
    scale = width / WORKING_WIDTH
    log_odds = np.full(len(path), np.nan)
    detected = np.flatnonzero(path.choice >= 0)
    log_odds[detected] = clipped_log_odds(candidates.score[detected, path.choice[detected]])
    log_odds[(path.source == Source.HUMAN) & path.visible] = MAX_LOG_ODDS
    filled = path.source == Source.INTERPOLATED
    return confidence_features(path.x / scale, path.y / scale, log_odds, filled)


def calibrate_confidence(
    path: Trajectory, candidates: Candidates, width: int, calibration: Calibration
) -> Trajectory:
    """`path` with the confidence that its model has earned; people's points stay certain."""
    confidence = track_features(path, candidates, width).probability(calibration)
    confidence[(path.source == Source.HUMAN) & path.visible] = 1
    return replace(path, confidence=confidence)
