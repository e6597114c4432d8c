"""Traits of files that give a class away are found; those that do not are not."""

import numpy as np
import pytest

from inference.clips.data.confounders import chi_square_p, find_confounders

LABELS = ["make"] * 30 + ["miss"] * 30


def traits(name: str, values: list[str]) -> list[dict[str, str]]:
    return [{name: value} for value in values]


@pytest.mark.parametrize(
    ("name", "make", "miss"),
    [
        ("rotation", "90", "0"),
        ("size", "1280 x 720", "640 x 360"),
        ("frame rate", "30.000", "25.000"),
        ("codec", "h264", "hevc"),
        ("sound", "yes", "no"),
        ("mark at the top left", "yes", "no"),
    ],
)
def test_a_planted_confounder_is_found(name: str, make: str, miss: str) -> None:
    planted = [make] * 29 + [miss] * 31

    found = find_confounders(traits(name, planted), LABELS)

    assert [each.trait for each in found] == [name]
    assert "gives a class away" in found[0].describe()


def test_lengths_are_compared_by_quarters() -> None:
    lengths = [f"{n} frames" for n in [*range(30, 60), *range(60, 90)]]

    found = find_confounders(traits("length", lengths), LABELS)

    assert found[0].trait == "length"


def test_what_is_spread_evenly_is_no_confounder() -> None:
    assert find_confounders(traits("sound", ["yes", "no"] * 30), LABELS) == []


def test_rare_values_count_together() -> None:
    assert find_confounders(traits("size", [str(n) for n in range(60)]), LABELS) == []


def test_chi_square_equals_published_values() -> None:
    # 3.841 is the 5 % point of one degree of freedom, 16.266 the 0.1 % point of three
    table = np.array([[30.0, 10.0], [20.0, 20.0]])

    assert chi_square_p(table) == pytest.approx(0.0209, abs=1e-3)
    assert chi_square_p(np.array([[5.0, 5.0]])) == 1
