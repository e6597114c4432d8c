from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from inference.ball.data.augmentation import Variety
from inference.ball.data.clip_samples import Rally, RallyWindows, rally
from inference.video.samples import DENIED, HIDDEN, UNKNOWN, Window
from tests.inference.ball.training.samples import dotted

SIZE = 64, 40
PLAIN = Variety(mirrored=0, reversed=0, scaled=0, contrast=(1, 1), brightness=0, blurred=0, coded=0)
ALWAYS = {"mirrored": 1.0, "reversed": 1.0, "scaled": 1.0, "blurred": 1.0, "coded": 1.0}


def flight(frames: int = 12) -> Rally:
    t = np.arange(frames)
    places = np.stack([30 + 3.0 * t, 20 + 2.0 * t], axis=1)
    return rally(dotted(places, 80, 120), np.ones(frames, np.int8), places)


def windows(source: RallyWindows, count: int = 40) -> list[Window]:
    random = np.random.default_rng(5)
    return [source.window(random) for _ in range(count)]


def balls(window: Window) -> int:
    return int(np.isfinite(window.places[:, 0]).sum())


def dots(window: Window) -> NDArray[np.float64]:
    """Where the brightest point of each picture is, as far as there is one."""
    at = window.luma.reshape(len(window.luma), -1).argmax(axis=1)
    return np.stack(np.unravel_index(at, window.luma.shape[1:])[::-1], axis=1).astype(np.float64)


@pytest.mark.parametrize("varied", [*ALWAYS, "nothing"])
def test_labels_follow_the_pictures(varied: str) -> None:
    variety = replace(PLAIN, **{varied: 1.0} if varied != "nothing" else {})  # type: ignore[arg-type]

    for window in windows(RallyWindows([flight()], 5, SIZE, variety)):
        there = np.isfinite(window.places[:, 0])
        miss = np.abs(dots(window) - window.places)[there]
        assert miss.max(initial=0) < 1.6


def test_windows_have_the_size_asked_for() -> None:
    for window in windows(RallyWindows([flight()], 5, SIZE), 20):
        assert window.luma.shape == (5, 40, 64)
        assert window.luma.flags.c_contiguous


def test_most_windows_hold_the_ball() -> None:
    found = windows(RallyWindows([flight()], 5, (40, 30), PLAIN), 100)

    assert sum(np.isfinite(w.places).any() for w in found) >= 80


def test_a_ball_outside_the_window_is_none() -> None:
    never = replace(PLAIN, on_ball=0)

    for window in windows(RallyWindows([flight()], 5, (40, 30), never)):
        seen = window.places[np.isfinite(window.places[:, 0])]
        assert ((seen >= -0.5) & (seen < np.array([40, 30]) - 0.5)).all()


def test_unknown_is_not_absent_and_inferred_counts_less() -> None:
    places = np.array([[np.nan, np.nan], [5, 5], [5, 5], [5, 5]])

    found = rally(dotted(places, 16, 24), np.array([-1, 0, 3, -1]), places)

    assert found.weight.tolist() == pytest.approx([UNKNOWN, 1, HIDDEN, DENIED])
    assert np.isnan(found.places[:2]).all()
    assert found.places[3].tolist() == [5, 5]


def test_a_denied_place_outside_a_window_says_nothing() -> None:
    denied = replace(flight(), weight=np.full(12, DENIED, np.float32))
    never = replace(PLAIN, on_ball=0)

    for window in windows(RallyWindows([denied], 5, (40, 30), never)):
        outside = np.isnan(window.places[:, 0])
        assert (window.weight[outside] == UNKNOWN).all()
        assert (window.weight[~outside] == DENIED).all()


def test_where_places_are_denied_a_ball_may_be() -> None:
    weight = np.full(12, DENIED, np.float32)
    far = np.full((12, 2), 1000.0, np.float32)
    source = RallyWindows([replace(flight(), weight=weight, places=far)], 5, (40, 30), PLAIN)
    random = np.random.default_rng(3)

    assert not any(source.bare(random) for _ in range(20))


def test_no_window_crosses_a_cut() -> None:
    one, other = flight(20), flight(20)
    cut = Rally(
        np.concatenate([one.luma, 255 - other.luma]),
        np.concatenate([one.places, other.places]),
        np.ones(40, np.float32),
    )

    for window in windows(RallyWindows([cut], 5, SIZE, PLAIN), 60):
        assert np.ptp(np.median(window.luma, axis=(1, 2))) < 20


def test_pictures_smaller_than_the_window_are_filled_up() -> None:
    (window,) = windows(RallyWindows([flight()], 5, (200, 100), PLAIN), 1)

    assert window.luma.shape == (5, 100, 200)


def test_a_rally_without_labels_is_refused() -> None:
    nothing = replace(flight(), weight=np.zeros(12, np.float32))

    with pytest.raises(ValueError, match="no 5 labelled pictures"):
        RallyWindows([nothing], 5, SIZE)


def test_what_stands_still_comes_first_and_the_ball_is_not_in_it() -> None:
    still = replace(PLAIN, nothing_stands_still=0)

    for window in windows(RallyWindows([flight(40)], 5, SIZE, still, background=True)):
        assert window.luma.shape == (6, 40, 64)
        assert window.places.shape == (5, 2)
        assert window.luma[0].max() < 70 < window.luma[1:].max(initial=0) or not balls(window)


def test_a_background_may_be_of_no_use() -> None:
    never = replace(PLAIN, nothing_stands_still=1)
    slow = rally(
        dotted(np.full((40, 2), 30.0), 80, 120), np.ones(40, np.int8), np.full((40, 2), 30.0)
    )

    for window in windows(RallyWindows([slow], 5, SIZE, never, background=True)):
        assert np.array_equal(window.luma[0], window.luma[3])


def test_bare_windows_certainly_hold_no_ball() -> None:
    source = RallyWindows([flight()], 5, (40, 30), PLAIN)
    random = np.random.default_rng(3)

    found = [window for _ in range(60) if (window := source.bare(random))]

    assert found
    assert all(window.luma.max() < 70 and window.weight.all() for window in found)


@pytest.mark.parametrize(("size", "known"), [((40, 30), 0.0), ((200, 100), 1.0)])
def test_nothing_is_bare_where_a_ball_may_be(size: tuple[int, int], known: float) -> None:
    weight = np.full(12, known, np.float32)
    weight[::2] = 1
    source = RallyWindows([replace(flight(), weight=weight)], 5, size, PLAIN)
    random = np.random.default_rng(3)

    assert not any(source.bare(random) for _ in range(20))


def test_a_window_without_a_ball_shines_through() -> None:
    bright = rally(
        np.full((12, 80, 120), 160, np.uint8), np.zeros(12, np.int8), np.full((12, 2), np.nan)
    )
    source = RallyWindows([flight(), bright], 5, (40, 30), replace(PLAIN, blended=1))

    grounds = {int(np.median(window.luma)) for window in windows(source)}

    assert any(65 < ground < 155 for ground in grounds)
