from dataclasses import replace
from pathlib import Path

import numpy as np

from inference.ball.data.training_data import Material, read
from tests.draining import drained
from tests.inference.ball.training.rallies import dot_footage, tiny_start


def test_material_is_read_by_its_use(tmp_path: Path) -> None:
    material = Material((dot_footage("a"),), (dot_footage("b"),), (dot_footage("c"),))
    input_spec = tiny_start(tmp_path).input_spec

    found = drained(read(material, input_spec, tmp_path / "cache"))

    assert len(found.ingredients.new) == len(found.ingredients.older) == 1
    assert [clip.name for clip in found.training] == ["a.mp4", "b.mp4"]
    assert [(clip.name, clip.venue) for clip in found.exam] == [("c.mp4", "oslo")]
    assert found.ingredients.procedural


def test_pictures_are_counted_and_decoded_once(tmp_path: Path) -> None:
    material = Material((dot_footage("a"),), exam=(dot_footage("c", frames=20),))
    input_spec = tiny_start(tmp_path).input_spec

    first, second = (list(read(material, input_spec, tmp_path / "cache")) for _ in range(2))

    assert material.pictures == 80
    assert first == list(range(1, 81))
    assert second == []


def test_simulated_rallies_are_part_of_it(tmp_path: Path) -> None:
    input_spec = tiny_start(tmp_path).input_spec
    work = read(Material(simulated=1, procedural=False), input_spec, tmp_path / "cache")

    assert next(work) == 1
    work.close()
    assert Material(simulated=1).pictures == 120


def test_other_labels_videos_or_uses_make_other_material() -> None:
    one = dot_footage("a")
    changed = replace(one, places=one.places + np.array([0, 0.5]))
    all_of_it = [
        Material((one,)),
        Material((changed,)),
        Material((dot_footage("b"),)),
        Material((), (one,)),
        Material((one,), procedural=False),
    ]

    assert len({material.digest() for material in all_of_it}) == 5
    assert Material((dot_footage("a"),)).digest() == all_of_it[0].digest()
