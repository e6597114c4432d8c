import pickle
from dataclasses import replace
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

import numpy as np
import pytest

from inference.ball.data.augmentation import Variety
from inference.ball.data.sampling import Ingredients, Recipe, crop, windows
from inference.ball.models.architectures import ARCHITECTURES
from inference.ball.nets.input_spec import InputSpec
from inference.ball.training.initialization import start_anew
from inference.ball.training.presets import SIZES
from inference.models.card import Card
from tests.inference.ball.training.rallies import dot_rally

PLAIN = Variety(mirrored=0, reversed=0, scaled=0, contrast=(1, 1), brightness=0, blurred=0, coded=0)


def input_spec(size: str = "fast", **changes: object) -> InputSpec:
    return replace(start_anew(size, 1).input_spec, **changes)  # type: ignore[arg-type]


def plain_share(ingredients: Ingredients, recipe: Recipe) -> float:
    """The share of windows that are those of the dot over grey 60."""
    source = windows(ingredients, recipe, input_spec(width=128, height=128))
    random = np.random.default_rng(1)
    return float(np.mean([np.median(source.window(random).luma) == 60 for _ in range(200)]))


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ("fast", (256, 144)),
        ("balanced", (384, 224)),
        ("accurate", (640, 368)),
        ("tracknetv2", (256, 144)),
    ],
)
def test_windows_are_half_as_wide_as_pictures(size: str, expected: tuple[int, int]) -> None:
    assert crop(input_spec(size)) == expected


def test_half_of_the_windows_are_new_unless_told_otherwise() -> None:
    new = [dot_rally()]

    assert 0.4 < plain_share(Ingredients(new), Recipe(variety=PLAIN)) < 0.6
    assert plain_share(Ingredients(new), Recipe(other=0.1, variety=PLAIN)) > 0.8


def test_without_anything_else_all_are_new() -> None:
    assert plain_share(Ingredients([dot_rally()], procedural=False), Recipe(variety=PLAIN)) == 1


def test_older_ones_take_the_place_of_invented_ones() -> None:
    lighter = replace(dot_rally(), luma=dot_rally().luma // 2 + 50)
    older = Ingredients([dot_rally()], older=[lighter], procedural=False)

    assert 0.4 < plain_share(older, Recipe(variety=PLAIN)) < 0.6


def test_with_nothing_new_all_are_invented() -> None:
    assert plain_share(Ingredients([]), Recipe()) < 0.1


def test_there_must_be_something() -> None:
    with pytest.raises(ValueError, match="nothing to draw windows from"):
        windows(Ingredients([], procedural=False), Recipe(), input_spec())


def test_balls_are_laid_over_other_pictures_where_there_are_enough() -> None:
    recipe = Recipe(other=0, laid=1, variety=PLAIN)
    source = windows(Ingredients([dot_rally(200)]), recipe, input_spec(width=128, height=128))
    random = np.random.default_rng(1)

    held = [np.isfinite(source.window(random).places).all() for _ in range(40)]

    assert np.mean(held) > 0.5


def test_windows_can_be_made_by_other_processes() -> None:
    ingredients = Ingredients([dot_rally(200)], simulated=[dot_rally()])
    source = windows(ingredients, Recipe(laid=0.5), input_spec(width=128, height=128))

    copy = pickle.loads(bytes(ForkingPickler.dumps(source)))

    for seed in range(6):
        one, other = (each.window(np.random.default_rng(seed)) for each in (source, copy))
        assert np.array_equal(one.luma, other.luma)


def test_every_size_can_be_described_by_a_card() -> None:
    for name, size in SIZES.items():
        start = start_anew(name, 1)
        card = Card(Path(), dict(start.config))

        assert ARCHITECTURES[size.architecture].config(card) == size.config
