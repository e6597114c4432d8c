import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from inference.runtime.benchmarks import add_measurement, read_measurements


@dataclass(frozen=True)
class Length:
    metres: float


def length(value: Any) -> Length:
    return Length(float(value["metres"]))


def test_a_measurement_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "lengths.json"
    for key, metres in (("a", 1.0), ("b", 2.0), ("a", 3.0)):
        add_measurement(path, length, key, Length(metres))

    assert list(read_measurements(path, length).items()) == [("b", Length(2)), ("a", Length(3))]


def test_the_oldest_of_many_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "lengths.json"
    path.write_text(json.dumps({str(number): {"metres": 1} for number in range(300)}))

    add_measurement(path, length, "new", Length(2))

    assert list(read_measurements(path, length)) == [*map(str, range(101, 300)), "new"]


@pytest.mark.parametrize("text", ["", "[]", '{"a": 1}', '{"a": {}}', "[" * 100_000])
def test_a_file_that_is_none_of_ours_counts_as_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)

    assert read_measurements(tmp_path / "a.json", length) == {}
