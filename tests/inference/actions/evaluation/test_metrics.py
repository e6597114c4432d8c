"""Scores of events: cases computed by hand, and the judge's own script."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from inference.actions.evaluation.metrics import (
    EventScore,
    ScoredEvent,
    VideoEvents,
    average_precision,
    f1_interval,
    mean_ap,
    score_class,
    score_events,
    score_segments,
    side_accuracy,
    signed_errors,
)

JUDGE = Path(__file__).resolve().parents[4] / "shared" / "tools" / "score_events.py"


def hits(*frames: int, side: str = "") -> list[ScoredEvent]:
    return [ScoredEvent(frame, "hit", side=side) for frame in frames]


def test_a_prediction_at_the_tolerance_is_right_and_one_beyond_is_not() -> None:
    videos = [VideoEvents(hits(12, 33), hits(10, 30))]

    assert score_class(videos, "hit", 2) == EventScore(labels=2, given=2, right=1, ap=0.5)


def test_a_label_is_matched_once() -> None:
    videos = [VideoEvents(hits(9, 10, 11), hits(10))]

    score = score_class(videos, "hit", 2)

    assert (score.precision, score.recall, score.f1) == (1 / 3, 1.0, 0.5)


def test_the_surest_prediction_chooses_first_and_takes_the_nearest_label() -> None:
    sure, unsure = ScoredEvent(12, "hit", 0.9), ScoredEvent(13, "hit", 0.8)
    videos = [VideoEvents([unsure, sure], hits(11, 14))]

    assert signed_errors(videos, "hit", 2) == [1, -1]


def test_average_precision_takes_the_best_precision_to_the_right() -> None:
    # precision at each: 1, 1/2, 2/3, 3/4; recall grows at the 1st, 3rd and 4th
    assert average_precision([True, False, True, True], 4) == pytest.approx((1 + 0.75 + 0.75) / 4)


def test_a_class_that_is_never_labelled_is_wrong_in_all() -> None:
    videos = [VideoEvents([*hits(10), ScoredEvent(40, "bounce")], hits(10))]

    assert score_events(videos, 0)["all"] == EventScore(labels=1, given=2, right=1, ap=1.0)


def test_nothing_predicted_and_nothing_labelled_scores_zero() -> None:
    score = score_events([VideoEvents([], [])], 2)["all"]

    assert (score.precision, score.recall, score.f1, score.ap) == (0, 0, 0, 0)


def test_mean_ap_is_over_tolerances() -> None:
    videos = [VideoEvents(hits(12), hits(10))]  # right at 2 and 4 frames of 0, 1, 2, 4

    assert mean_ap(videos) == 0.5


def test_sides_are_compared_where_the_label_says_one() -> None:
    labels = [*hits(10, 20, side="near"), *hits(30)]
    videos = [VideoEvents([*hits(10, side="near"), *hits(20, 30, side="far")], labels)]

    assert side_accuracy(videos, "hit", 2) == 0.5
    assert side_accuracy([VideoEvents(hits(1), hits(1))], "hit", 2) is None


def test_the_interval_spans_what_the_videos_score() -> None:
    videos = [VideoEvents(hits(10), hits(10)), VideoEvents(hits(90), hits(10))]

    interval = f1_interval(videos, "hit", 2)

    assert interval is not None
    assert (interval.low, interval.high) == (0.0, 1.0)
    assert f1_interval(videos[:1], "hit", 2) is None


def test_segments_match_one_to_one_at_half_overlap() -> None:
    truth = [(0, 100), (200, 300)]
    predicted = [(0, 50), (40, 100), (210, 290), (400, 500)]

    score = score_segments([(predicted, truth)])

    assert (score.labels, score.given, score.right) == (2, 4, 2)


@pytest.mark.skipif(not JUDGE.exists(), reason="the judge's script lies beside the project")
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("tolerance", [0, 1, 2, 4])
def test_scores_equal_the_judges_to_the_last_digit(
    tmp_path: Path, seed: int, tolerance: int
) -> None:
    videos = random_videos(np.random.default_rng(seed))

    judged = reference_scores(tmp_path, videos, tolerance)
    ours = score_events(videos, tolerance)

    assert {name: figures(score) for name, score in ours.items()} == judged


def figures(score: EventScore) -> dict[str, float]:
    return {
        "labels": score.labels,
        "given": score.given,
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "ap": round(score.ap, 4),
    }


def random_videos(rng: np.random.Generator) -> list[VideoEvents]:
    """Videos with some right, some wrong and some equally confident predictions."""
    return [
        VideoEvents(
            [
                ScoredEvent(int(frame), str(name), round(float(confidence), 1))
                for frame, name, confidence in zip(
                    rng.integers(0, 120, 30),
                    rng.choice(["hit", "bounce", "net"], 30),
                    rng.random(30),
                    strict=True,
                )
            ],
            [
                ScoredEvent(int(frame), str(name))
                for frame, name in zip(
                    rng.integers(0, 120, 20), rng.choice(["hit", "bounce"], 20), strict=True
                )
            ],
        )
        for _ in range(3)
    ]


def reference_scores(
    folder: Path, videos: list[VideoEvents], tolerance: int
) -> dict[str, dict[str, float]]:
    files = []
    for number, video in enumerate(videos):
        for kind, events in (("predicted", video.predicted), ("labels", video.labels)):
            file = folder / f"{number}.{kind}.csv"
            with file.open("w", newline="") as stream:
                rows = csv.writer(stream)
                rows.writerow(["frame", "event", "confidence"])
                rows.writerows((e.frame, e.event, e.confidence) for e in events)
            files.append(str(file))
    told = subprocess.run(
        [sys.executable, str(JUDGE), "--tolerance", str(tolerance), *files],
        capture_output=True,
        check=True,
        text=True,
    )
    scores: dict[str, dict[str, float]] = json.loads(told.stdout)
    return scores
