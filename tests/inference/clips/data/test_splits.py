"""Splits of clips hold out whole groups, with every class on both sides, or are refused."""

import pytest

from inference.clips.data.labelled_clip import class_counts
from inference.clips.data.splits import refuse_leaks, split_clips
from inference.training.splits import NOTHING, Split
from storage.errors import UserError
from tests.inference.clips.labelled import series_clip, series_clips


def test_no_group_is_on_both_sides() -> None:
    split = split_clips(series_clips(10))

    held_out = {clip.group for clip in split.validation}

    assert held_out
    assert held_out.isdisjoint(clip.group for clip in split.training)
    assert class_counts(split.validation).keys() == {"cut", "pull"}


def test_the_same_clips_are_divided_the_same_way() -> None:
    first, second = (split_clips(series_clips(10)) for _ in range(2))

    assert [clip.key for clip in first.validation] == [clip.key for clip in second.validation]


def test_a_group_may_be_named() -> None:
    split = split_clips(series_clips(), ["person 2"])

    assert {clip.group for clip in split.validation} == {"person 2"}


def test_a_split_that_leaks_is_refused() -> None:
    with pytest.raises(UserError, match=r"both sides of this split.*same scene") as refused:
        split_clips(series_clips(), ["cut person 1 3"])

    assert "Hold out whole groups" in refused.value.advice


def test_a_split_without_leaks_is_not_refused() -> None:
    clips = series_clips(2)

    refuse_leaks(Split(tuple(clips[:6]), tuple(clips[6:])))


def test_a_class_must_be_on_both_sides() -> None:
    clips = [series_clip("cut", "a", 1), series_clip("pull", "b", 2), series_clip("cut", "b", 3)]

    with pytest.raises(UserError, match="No clip of pull would be trained on"):
        split_clips(clips, ["b"])


def test_what_was_held_out_stays_held_out() -> None:
    clips = series_clips(10)

    split = split_clips(clips, frozen={clips[0].video})

    assert {clip.group for clip in split.validation} == {clips[0].group}


def test_nothing_may_be_held_out() -> None:
    assert split_clips(series_clips(), [NOTHING]).validation == ()


def test_folds_hold_out_every_group_once() -> None:
    clips = series_clips(5)

    held_out = [
        clip.key for fold in (1, 2) for clip in split_clips(clips, [f"fold {fold}/2"]).validation
    ]

    assert sorted(held_out) == sorted(clip.key for clip in clips)


def test_there_is_no_fold_beyond_the_last() -> None:
    with pytest.raises(UserError, match="no fold 3 of 2"):
        split_clips(series_clips(), ["fold 3/2"])
