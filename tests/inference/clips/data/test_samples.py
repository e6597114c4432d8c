"""Training samples: rare classes are drawn more often, crops and mirrors by chance."""

import numpy as np
import pytest

from inference.clips.data.labelled_clip import ClipInput
from inference.clips.data.prepared import PreparedClip
from inference.clips.data.samples import (
    ClipClassSource,
    drawing_odds,
    log_prior,
    loss_weights,
    series_spread,
    validation_views,
    varied_series,
)

LABELS = np.array([0] * 16 + [1])


def clip(label: int, pictures: bool = False) -> PreparedClip:
    shape = (1, 2, 3, 8, 10, 3) if pictures else (2, 1, 3, 4)
    kind = np.uint8 if pictures else np.float16
    inputs = np.arange(np.prod(shape)).reshape(shape).astype(kind)
    return PreparedClip(inputs, label, "g", "clip")


def test_rare_classes_are_drawn_by_one_over_the_root() -> None:
    odds = drawing_odds(LABELS)

    assert odds[-1] / odds[0] == pytest.approx(4)
    assert drawing_odds(np.array([0] * 400 + [1]))[-1] == 10  # and no more often


def test_weights_even_out_by_the_root() -> None:
    weights = loss_weights(LABELS)

    assert weights[-1] == pytest.approx(np.sqrt(17 / 2))
    assert loss_weights(np.array([0] * 1000 + [1]))[-1] == 5


def test_log_priors_are_those_of_the_labels() -> None:
    assert np.exp(log_prior(LABELS, 2)).tolist() == pytest.approx([16 / 17, 1 / 17])
    assert np.isfinite(log_prior(LABELS, 3)).all()


def test_samples_depend_on_chance_alone() -> None:
    source = ClipClassSource([clip(0, True), clip(1, True)], ClipInput(3, 10, 8, 6), mirror=True)

    one, other = (source.sample(np.random.default_rng(5)) for _ in range(2))

    assert one.inputs.shape == (3, 6, 6, 3)
    np.testing.assert_array_equal(one.inputs, other.inputs)


def test_a_source_can_show_the_ball() -> None:
    source = ClipClassSource([clip(0, True)], ClipInput(3, 10, 8, 6), ball=True)

    assert source.sample(np.random.default_rng(0)).ball.shape == (3, 6, 6)


def test_series_are_varied_and_features_of_pictures_are_not() -> None:
    numbers = clip(0)
    series = PreparedClip(numbers.inputs.astype(np.float32), 0, "g", "clip")
    spread = series_spread([series])

    assert series_spread([numbers]) is None
    assert spread is not None
    varied = varied_series(series.inputs[0, 0], *spread, np.random.default_rng(0))
    assert varied.shape == (3, 4)
    assert 0 < np.abs(varied - series.inputs[0, 0]).max() < 5


def test_without_clips_there_is_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="no labelled clips"):
        ClipClassSource([], ClipInput(3))


def test_every_window_and_its_mirror_image_is_validated() -> None:
    pictures = validation_views(clip(0, True), ClipInput(3, 10, 8, 6), mirror=True, ball=False)
    features = validation_views(clip(0), ClipInput(3), mirror=True, ball=False)

    assert len(pictures) == 4
    np.testing.assert_array_equal(pictures[2].inputs[:, :, ::-1], pictures[0].inputs)
    assert not np.array_equal(features[0].inputs, features[1].inputs)
