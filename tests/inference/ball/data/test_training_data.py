from dataclasses import replace
from pathlib import Path

import numpy as np

from inference.ball.data.training_data import BallData, read_ball_data
from inference.ball.training.initialization import input_spec_of
from tests.draining import drained
from tests.inference.ball.training.rallies import dot_footage, tiny_initialization


def test_material_is_read_by_its_use(tmp_path: Path) -> None:
    data = BallData((dot_footage("a"),), (dot_footage("b"),), (dot_footage("c"),))
    input_spec = input_spec_of(tiny_initialization(tmp_path))

    loaded = drained(read_ball_data(data, input_spec, tmp_path / "cache"))

    assert len(loaded.pools.new) == len(loaded.pools.replay) == 1
    assert [clip.name for clip in loaded.training] == ["a.mp4", "b.mp4"]
    assert [(clip.name, clip.venue) for clip in loaded.validation] == [("c.mp4", "oslo")]
    assert loaded.pools.procedural


def test_pictures_are_counted_and_decoded_once(tmp_path: Path) -> None:
    data = BallData((dot_footage("a"),), validation=(dot_footage("c", frames=20),))
    input_spec = input_spec_of(tiny_initialization(tmp_path))

    first, second = (list(read_ball_data(data, input_spec, tmp_path / "cache")) for _ in range(2))

    assert data.size == 80
    assert first == list(range(1, 81))
    assert second == []


def test_simulated_rallies_are_part_of_it(tmp_path: Path) -> None:
    input_spec = input_spec_of(tiny_initialization(tmp_path))
    work = read_ball_data(BallData(simulated=1, procedural=False), input_spec, tmp_path / "cache")

    assert next(work) == 1
    work.close()
    assert BallData(simulated=1).size == 120


def test_other_labels_videos_or_uses_make_other_material() -> None:
    one = dot_footage("a")
    changed = replace(one, points=one.points + np.array([0, 0.5]))
    different = [
        BallData((one,)),
        BallData((changed,)),
        BallData((dot_footage("b"),)),
        BallData((), (one,)),
        BallData((one,), procedural=False),
    ]

    assert len({data.digest() for data in different}) == 5
    assert BallData((dot_footage("a"),)).digest() == different[0].digest()
