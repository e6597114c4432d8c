import pickle
from dataclasses import replace
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

import numpy as np
import pytest

from inference.ball.data.augmentation import Augmentation
from inference.ball.data.sampling import SamplePools, Sampling, clip_source, crop_size
from inference.ball.models.architectures import ARCHITECTURES
from inference.ball.nets.input_spec import InputSpec
from inference.ball.training.initialization import from_preset, input_spec_of
from inference.ball.training.presets import PRESETS
from inference.models.card import Card
from tests.inference.ball.training.rallies import dot_rally

PLAIN = Augmentation(
    flip=0, time_reversal=0, rescale=0, contrast=(1, 1), brightness=0, blur=0, jpeg=0
)


def input_spec(size: str = "fast", **changes: object) -> InputSpec:
    return replace(input_spec_of(from_preset(size, 1)), **changes)  # type: ignore[arg-type]


def plain_share(pools: SamplePools, sampling: Sampling) -> float:
    """The share of samples that are those of the dot over grey 60."""
    source = clip_source(pools, sampling, input_spec(width=128, height=128))
    random = np.random.default_rng(1)
    return float(np.mean([np.median(source.sample(random).luma) == 60 for _ in range(200)]))


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("fast", (256, 144)),
        ("balanced", (384, 224)),
        ("accurate", (640, 368)),
        ("tracknetv2", (256, 144)),
    ],
)
def test_samples_are_half_as_wide_as_pictures(size: str, expected: tuple[int, int]) -> None:
    assert crop_size(input_spec(size)) == expected


def test_half_of_the_samples_are_new_unless_told_otherwise() -> None:
    new = [dot_rally()]

    assert 0.4 < plain_share(SamplePools(new), Sampling(augmentation=PLAIN)) < 0.6
    assert plain_share(SamplePools(new), Sampling(replay=0.1, augmentation=PLAIN)) > 0.8


def test_without_anything_else_all_are_new() -> None:
    assert (
        plain_share(SamplePools([dot_rally()], procedural=False), Sampling(augmentation=PLAIN)) == 1
    )


def test_older_ones_take_the_place_of_synthetic_ones() -> None:
    lighter = replace(dot_rally(), luma=dot_rally().luma // 2 + 50)
    replay = SamplePools([dot_rally()], replay=[lighter], procedural=False)

    assert 0.4 < plain_share(replay, Sampling(augmentation=PLAIN)) < 0.6


def test_with_nothing_new_all_are_synthetic() -> None:
    assert plain_share(SamplePools([]), Sampling()) < 0.1


def test_there_must_be_something() -> None:
    with pytest.raises(ValueError, match="nothing to draw samples from"):
        clip_source(SamplePools([], procedural=False), Sampling(), input_spec())


def test_balls_are_pasted_over_other_pictures_where_there_are_enough() -> None:
    sampling = Sampling(replay=0, copy_paste=1, augmentation=PLAIN)
    source = clip_source(SamplePools([dot_rally(200)]), sampling, input_spec(width=128, height=128))
    random = np.random.default_rng(1)

    held = [np.isfinite(source.sample(random).points).all() for _ in range(40)]

    assert np.mean(held) > 0.5


def test_samples_can_be_made_by_other_processes() -> None:
    pools = SamplePools([dot_rally(200)], simulated=[dot_rally()])
    source = clip_source(pools, Sampling(copy_paste=0.5), input_spec(width=128, height=128))

    copy = pickle.loads(bytes(ForkingPickler.dumps(source)))

    for seed in range(6):
        one, other = (each.sample(np.random.default_rng(seed)) for each in (source, copy))
        assert np.array_equal(one.luma, other.luma)


def test_every_size_can_be_described_by_a_card() -> None:
    for name, size in PRESETS.items():
        start = from_preset(name, 1)
        card = Card(Path(), dict(start.config))

        assert ARCHITECTURES[size.architecture].config(card) == size.config
