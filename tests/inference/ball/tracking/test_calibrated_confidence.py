import json

import numpy as np

from inference.ball.tracking.calibrated_confidence import (
    NET_CALIBRATION,
    calibrate_confidence,
    calibration_of,
    calibration_setting,
    track_features,
)
from inference.ball.tracking.confidence import MOTION_CALIBRATION, Calibration
from inference.ball.tracking.trajectory import find_path
from tests.inference.ball.flights import WIDTH, parabola, seen

BALL = parabola(40, (60, 200), (9, -6))


def test_a_run_tells_the_calibration_that_it_was_made_with() -> None:
    assert (
        calibration_of(json.dumps(calibration_setting(NET_CALIBRATION) | {"size": [512, 288]}))
        == NET_CALIBRATION
    )


def test_runs_without_a_word_of_it_are_taken_as_always() -> None:
    for settings in ("", "[]", "{}", '{"confidence": {"own": 1}}', '{"confidence": 3}'):
        assert calibration_of(settings) == MOTION_CALIBRATION


def test_another_calibration_changes_confidence_alone() -> None:
    found = seen(BALL, hidden=(20, 21))
    path = find_path(found, WIDTH)

    flat = calibrate_confidence(path, found, WIDTH, Calibration(0, 0, 0, constant=0, filled=0.5))

    assert np.array_equal(flat.x, path.x, equal_nan=True)
    assert set(flat.confidence) == {0.5, 0.25}
    assert np.flatnonzero(flat.confidence == 0.25).tolist() == [20, 21]


def test_the_path_and_its_calibration_agree_on_what_is_known() -> None:
    found = seen(BALL, hidden=(10, 11))
    path = find_path(found, WIDTH, {25: (300.0, 100.0), 30: None})

    same = calibrate_confidence(path, found, WIDTH, MOTION_CALIBRATION)

    np.testing.assert_allclose(same.confidence, path.confidence, atol=1e-6)


def test_people_stay_certain() -> None:
    found = seen(BALL)
    path = find_path(found, WIDTH, {25: (300.0, 100.0)})

    doubted = calibrate_confidence(
        path, found, WIDTH, Calibration(0, 0, 0, constant=-9, filled=0.5)
    )

    assert doubted.confidence[25] == 1
    assert doubted.confidence[:25].max() < 0.01


def test_filled_points_know_the_ends_of_their_gap() -> None:
    found = seen(BALL, hidden=(20, 21))

    told = track_features(find_path(found, WIDTH), found, WIDTH)

    assert np.flatnonzero(told.filled).tolist() == [20, 21]
    assert (told.before[20], told.after[20]) == (19, 22)
    assert (told.before[21], told.after[21]) == (19, 22)
