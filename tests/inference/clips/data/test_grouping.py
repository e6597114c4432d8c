"""Clips that look alike, or are copies of each other, are one group."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from inference.clips.data.glance import HEIGHT, WIDTH, Glance
from inference.clips.data.grouping import Components, joined_groups
from tests.inference.clips.labelled import series_clip


def glance(scene: int, noise: int = 0) -> Glance:
    thumbnail = np.random.default_rng(scene).normal(100, 30, (HEIGHT, WIDTH))
    thumbnail += np.random.default_rng(noise + 1000).normal(0, 5, (HEIGHT, WIDTH))
    return Glance(thumbnail.astype(np.float32), np.full(24, 1 / 24, np.float32), {})


def test_clips_of_one_scene_are_joined_though_nobody_said_so() -> None:
    clips = [series_clip("cut", f"own {n}", n) for n in range(4)]

    groups = joined_groups(clips, [glance(1, 1), glance(2, 2), glance(1, 3), glance(3, 4)])

    assert groups == ["own 0", "own 1", "own 0", "own 3"]


def test_groups_that_people_have_given_are_never_parted() -> None:
    clips = [series_clip("cut", "a", n) for n in range(2)] + [series_clip("cut", "b", 9)]

    assert joined_groups(clips, [glance(1), glance(2), glance(3)]) == ["a", "a", "b"]


def test_augmented_copies_go_with_their_original() -> None:
    names = ["smash_7", "smash_7_shear", "smash_7_30", "smash_8"]
    clips = [
        replace(series_clip("cut", name, n), path=Path(f"clips/{name}.mp4"), series=None)
        for n, name in enumerate(names)
    ]

    groups = joined_groups(clips, [])

    assert groups == ["smash_7", "smash_7", "smash_7", "smash_8"]


def test_the_same_file_twice_is_one_group() -> None:
    one, other = series_clip("cut", "a", 1), series_clip("pull", "b", 2)

    assert joined_groups([one, replace(other, fingerprint=one.fingerprint)], []) == ["a", "a"]


def test_where_everything_looks_alike_only_what_is_nearly_equal_is_joined() -> None:
    clips = [series_clip("cut", f"own {n}", n) for n in range(6)]
    looks = [glance(1, n) for n in range(6)]
    for index, look in enumerate(looks):
        own = np.random.default_rng(index // 2).normal(0, 16, (HEIGHT, WIDTH))
        looks[index] = replace(look, thumbnail=(look.thumbnail + own).astype(np.float32))

    assert len(set(joined_groups(clips, looks))) == 3


def test_components_join_through_each_other() -> None:
    components = Components(4)
    components.join(0, 1)
    components.join(2, 1)

    assert components.roots() == [0, 0, 0, 3]
    assert components.copy().roots() == [0, 0, 0, 3]
