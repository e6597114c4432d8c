import numpy as np
import pytest

from app.workflows.sample.sound import add_touch, as_samples, crowd

RATE = 8000


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def test_the_crowd_is_quiet_and_lasts_as_long_as_asked(rng: np.random.Generator) -> None:
    sound = crowd(2.0, RATE, rng)

    assert sound.shape == (2 * RATE, 2)
    assert 0.005 < sound.std() < 0.05


@pytest.mark.parametrize("what", ["hit", "bounce"])
def test_a_touch_is_heard_from_its_moment_on(what: str, rng: np.random.Generator) -> None:
    sound = np.zeros((RATE, 2), np.float32)
    add_touch(sound, what, 0.5, RATE, rng)

    assert not sound[: RATE // 2].any()
    assert abs(sound[RATE // 2 :]).max() > 0.1


def test_a_touch_at_the_very_end_is_cut(rng: np.random.Generator) -> None:
    sound = np.zeros((RATE, 2), np.float32)
    add_touch(sound, "hit", 0.99, RATE, rng)

    assert sound[-80:].any()


def test_what_is_too_loud_is_cut_off() -> None:
    assert as_samples(np.array([[2.0, -2.0]], np.float32)).tolist() == [[32767, -32767]]
