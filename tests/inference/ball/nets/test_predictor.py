from dataclasses import replace

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from inference.ball.nets.input_spec import Channels, Grid, InputSpec
from inference.ball.nets.predictor import predict_candidates
from tests.inference.ball.nets.tiny import tiny_net

GREY = InputSpec(3, (0, 1, 2), 512, 512, 4, Channels.GREY, grid=Grid(), batch=8)


def pictures(frames: int, height: int = 16, width: int = 24, seed: int = 1) -> NDArray[np.uint8]:
    random = np.random.default_rng(seed)
    return random.integers(90, 110, (frames, height, width)).astype(np.uint8)


def test_every_picture_has_its_candidates_best_first() -> None:
    found = predict_candidates(tiny_net(), GREY, pictures(7), count=4)

    assert found.x.shape == found.y.shape == found.score.shape == (7, 4)
    assert not (np.diff(found.score) > 0).any()


def test_the_preroll_has_none() -> None:
    luma = pictures(10)

    assert len(predict_candidates(tiny_net(), GREY, luma, preroll=4)) == 6


def test_no_pictures_have_no_candidates() -> None:
    assert predict_candidates(tiny_net(), GREY, pictures(0)).score.shape == (0, 5)


def test_sizes_that_do_not_fit_the_net_give_places_inside() -> None:
    found = predict_candidates(tiny_net(), GREY, pictures(6, height=18, width=22))

    # an offset may lead a little beyond the edge
    assert np.nanmax(found.x) < 22 + 2
    assert np.nanmax(found.y) < 18 + 2


def test_a_shot_is_searched_as_if_it_were_alone() -> None:
    dark = pictures(20, height=32, width=48)
    light = dark + np.uint8(100)

    both = predict_candidates(tiny_net(), GREY, np.concatenate([dark, light]))

    assert np.flatnonzero(both.cut).tolist() == [20]
    assert np.array_equal(
        both.x[20:], predict_candidates(tiny_net(), GREY, light).x, equal_nan=True
    )


class Witness:
    """A net that sees no ball and remembers what it was shown."""

    def __init__(self, answers: int) -> None:
        self.answers = answers
        self.shown: list[torch.Tensor] = []

    def __call__(self, pictures: torch.Tensor) -> torch.Tensor:
        self.shown.append(pictures)
        return torch.full((len(pictures), self.answers, *pictures.shape[2:]), -9.0)


def coloured(frames: int) -> NDArray[np.uint8]:
    """Pictures whose red is their number, with green 100 and blue 200."""
    found = np.zeros((frames, 16, 24, 3), np.uint8)
    found[..., 0] = np.arange(frames)[:, None, None]
    found[..., 1:] = (100, 200)
    return found


@pytest.mark.parametrize(
    ("input_spec", "channels"),
    [
        (InputSpec(2, (0, 1), 512, 288, 8), [4, 100, 200, 5, 100, 200]),
        (
            InputSpec(2, (1,), 512, 288, 8, Channels.BGR, newest_first=True),
            [200, 100, 5, 200, 100, 4],
        ),
        (
            InputSpec(2, (0, 1), 512, 288, 8, background=True),
            [2, 100, 200, 4, 100, 200, 5, 100, 200],
        ),
    ],
)
def test_nets_are_shown_channels_in_their_order(input_spec: InputSpec, channels: list[int]) -> None:
    net = Witness(len(input_spec.answered))

    predict_candidates(net, input_spec, coloured(6))

    assert channels in [window[:, 0, 0].tolist() for x in net.shown for window in x]


def test_a_net_for_whole_batches_gets_no_smaller_ones() -> None:
    net = Witness(3)

    found = predict_candidates(
        net, replace(GREY, grid=None, batch=4, whole_batches=True), pictures(7)
    )

    assert [len(x) for x in net.shown] == [4]
    assert len(found) == 7


def test_pictures_are_filled_up_by_their_last_column_and_row() -> None:
    net = Witness(3)
    luma = pictures(3, height=14, width=22)

    predict_candidates(net, replace(GREY, grid=None), luma)

    assert net.shown[0].shape == (1, 3, 16, 24)
    assert np.array_equal(net.shown[0][0, :, :14, :22], luma)
    assert (net.shown[0][0, 0, :14, 22:].T.numpy() == luma[0, :, -1]).all()


def test_each_shot_has_a_background_of_its_own() -> None:
    net = Witness(3)
    dark = pictures(9, height=32, width=48)
    light = dark + np.uint8(100)

    predict_candidates(
        net, replace(GREY, grid=None, background=True), np.concatenate([dark, light])
    )

    shown = torch.cat(net.shown).float()
    assert len(shown) == 6
    for behind, *others in shown:
        assert all(abs(float(behind.mean() - other.mean())) < 5 for other in others)
