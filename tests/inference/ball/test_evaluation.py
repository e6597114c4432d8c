import pytest

from inference.ball.evaluation import Place, score_ball


def test_every_frame_counts_once() -> None:
    truth: dict[int, Place] = {0: (10, 10), 1: (10, 10), 2: (10, 10), 3: None, 4: None}
    guess: dict[int, Place] = {0: (18, 16), 1: (18, 17), 3: (5, 5), 9: (1, 1)}

    score = score_ball([(guess, truth)], width=1280)

    assert (score.right, score.wrong, score.missed) == (1, 1, 1)
    assert (score.invented, score.absent) == (1, 1)
    assert (score.frames, score.visible, score.given) == (5, 3, 3)


def test_a_wrong_position_is_a_miss_in_f1_and_not_in_the_tracknet_form() -> None:
    truth: dict[int, Place] = {0: (10, 10), 1: (10, 10)}
    guess: dict[int, Place] = {0: (10, 10), 1: (90, 90)}

    score = score_ball([(guess, truth)], width=1280)

    assert (score.hit, score.precision, score.f1) == (0.5, 0.5, 0.5)
    assert score.tn_f1 == pytest.approx(2 / 3)


def test_several_videos_make_one_score() -> None:
    one: dict[int, Place] = {0: (10, 10)}

    score = score_ball([(one, one), ({}, one)], width=512)

    assert (score.right, score.missed, score.hit) == (1, 1, 0.5)
    assert score.median_error == 0


def test_nothing_to_score_is_no_error() -> None:
    score = score_ball([], width=512)

    assert (score.f1, score.hit, score.median_error) == (0, 0, None)
