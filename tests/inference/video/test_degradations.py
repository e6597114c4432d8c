import numpy as np
import pytest

from inference.video.degradations import add_noise, adjust_levels, blur, jpeg_compress
from tests.inference.ball.training.samples import dotted

LUMA = dotted(np.array([[10.0, 8.0], [12.0, 8.0]]), 16, 24)


def test_blur_lowers_peaks_and_keeps_the_mean() -> None:
    soft = blur(LUMA, 1.0)

    assert soft.max() < LUMA.max()
    assert soft.mean() == pytest.approx(LUMA.mean(), abs=1)


def test_grading_turns_around_middle_grey() -> None:
    grey = np.array([[[0, 128, 255]]], np.uint8)

    assert adjust_levels(grey, 0.5, 0).tolist() == [[[64, 128, 192]]]
    assert adjust_levels(grey, 1.0, 20).tolist() == [[[20, 148, 255]]]
    assert adjust_levels(grey, 1.0, 0, gamma=1.0).tolist() == grey.tolist()


def test_noise_has_the_strength_asked_for() -> None:
    grey = np.full((2, 60, 60), 100, np.uint8)

    spread = add_noise(grey, 3.0, np.random.default_rng(1)).std()

    assert spread == pytest.approx(3.0, rel=0.05)


def test_coding_changes_pictures_a_little() -> None:
    change = np.abs(jpeg_compress(LUMA, 60).astype(int) - LUMA)

    assert 0 < change.mean() < 5
