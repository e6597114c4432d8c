import json
import subprocess
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest

from inference.ball.evaluation.metrics import BallMetrics, Position, ball_metrics, match_positions
from inference.evaluation.outcomes import Outcome, concatenate_outcomes
from storage.formats.tables.ball_csv import write_ball_csv
from storage.records import BallRow, Visibility
from tests.inference.ball.positions import evaluate_positions

FROZEN: dict[str, float] = {
    "frames": 2000,
    "visible": 1600,
    "f1": 0.471,
    "hit": 0.485,
    "precision": 0.4578,
    "tn_f1": 0.5721,
    "pck2": 0.3287,
    "pck8": 0.6731,
    "median_px": 7.89,
    "tp": 776,
    "fp1": 582,
    "fp2": 337,
    "fn": 242,
    "tn": 63,
}


def test_every_frame_counts_once() -> None:
    truth: dict[int, Position] = {0: (10, 10), 1: (10, 10), 2: (10, 10), 3: None, 4: None}
    guess: dict[int, Position] = {0: (18, 16), 1: (18, 17), 3: (5, 5), 9: (1, 1)}

    score = evaluate_positions([(guess, truth)], width=1280)

    assert (score.tp, score.misplaced, score.fn) == (1, 1, 1)
    assert (score.fp, score.tn) == (1, 1)
    assert (score.frames, score.visible, score.predicted) == (5, 3, 3)


def test_a_wrong_position_is_a_miss_in_f1_and_not_in_the_tracknet_form() -> None:
    truth: dict[int, Position] = {0: (10, 10), 1: (10, 10)}
    guess: dict[int, Position] = {0: (10, 10), 1: (90, 90)}

    score = evaluate_positions([(guess, truth)], width=1280)

    assert (score.hit, score.precision, score.f1) == (0.5, 0.5, 0.5)
    assert score.tn_f1 == pytest.approx(2 / 3)


def test_several_videos_make_one_score() -> None:
    one: dict[int, Position] = {0: (10, 10)}

    score = evaluate_positions([(one, one), ({}, one)], width=512)

    assert (score.tp, score.fn, score.hit) == (1, 1, 0.5)
    assert score.median_error == 0


def test_nothing_to_score_is_no_error() -> None:
    score = evaluate_positions([], width=512)

    assert (score.f1, score.hit, score.median_error) == (0, 0, None)


def test_without_a_word_of_confidence_a_position_is_sure() -> None:
    outcomes = match_positions({0: (1, 1), 1: None}, {0: (1, 1), 1: (1, 1)}, width=512)

    assert outcomes.confidence[0] == 1
    assert np.isnan(outcomes.confidence[1])


def test_videos_of_different_widths_are_judged_each_by_its_own() -> None:
    truth: dict[int, Position] = {0: (0, 0)}
    guess: dict[int, Position] = {0: (6, 0)}

    outcomes = concatenate_outcomes(
        [match_positions(guess, truth, 512), match_positions(guess, truth, 1280)]
    )

    assert outcomes.outcome.tolist() == [Outcome.MISPLACED, Outcome.TP]


def test_errors_are_told_by_median_and_by_nine_in_ten() -> None:
    truth: dict[int, Position] = dict.fromkeys(range(11), (0, 0))
    guess: dict[int, Position] = {frame: (frame, 0) for frame in range(11)}

    scored = ball_metrics(match_positions(guess, truth, 512))

    assert (scored.median_error, scored.p90_error) == (5, 9)
    assert (scored.near, scored.tp, scored.wide) == (3, 5, 9)


def test_the_tool_of_the_footage_counts_the_same(footage: Path, tmp_path: Path) -> None:
    tool = footage.parent / "tools" / "score_ball.py"
    if not tool.is_file():
        pytest.skip("the tool is not here")
    truth, guess = invented_tables(2000)
    files = [tmp_path / "guess.csv", tmp_path / "truth.csv"]
    for path, places in zip(files, (guess, truth), strict=True):
        write_ball_csv(path, (row(frame, place) for frame, place in places.items()))

    words = [sys.executable, str(tool), "--width", "1280", *map(str, files)]
    told = json.loads(subprocess.run(words, capture_output=True, check=True).stdout)

    assert told == rounded(evaluate_positions([(guess, truth)], 1280))


def test_its_figures_have_not_changed() -> None:
    truth, guess = invented_tables(2000)

    assert rounded(evaluate_positions([(guess, truth)], 1280)) == FROZEN


def invented_tables(frames: int) -> tuple[dict[int, Position], dict[int, Position]]:
    """Labels and guesses with errors of all kinds, to a thousandth of a pixel as in files."""
    random = Random(7)
    truth: dict[int, Position] = {}
    guess: dict[int, Position] = {}
    for frame in range(frames):
        x, y = round(random.uniform(0, 1280), 1), round(random.uniform(0, 720), 1)
        truth[frame] = None if random.random() < 0.2 else (x, y)
        error = random.choice((2, 8, 20))
        found = round(random.gauss(x, error), 3), round(random.gauss(y, error), 3)
        guess[frame] = None if random.random() < 0.15 else found
    return truth, guess


def row(frame: int, place: Position) -> BallRow:
    if place is None:
        return BallRow(frame, Visibility.ABSENT)
    return BallRow(frame, Visibility.CLEAR, *place)


def rounded(scored: BallMetrics) -> dict[str, float]:
    assert scored.median_error is not None
    return {
        "frames": scored.frames,
        "visible": scored.visible,
        "f1": round(scored.f1, 4),
        "hit": round(scored.hit, 4),
        "precision": round(scored.precision, 4),
        "tn_f1": round(scored.tn_f1, 4),
        "pck2": round(scored.pck2, 4),
        "pck8": round(scored.pck8, 4),
        "median_px": round(scored.median_error, 2),
        "tp": scored.tp,
        "fp1": scored.misplaced,
        "fp2": scored.fp,
        "fn": scored.fn,
        "tn": scored.tn,
    }
