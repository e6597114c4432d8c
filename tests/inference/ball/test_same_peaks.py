"""The same pictures give the same places of the ball, whatever runs the net."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from inference.ball.detection.net_detector import peaks_match
from inference.ball.models.folder import BallModel, read_model
from inference.ball.models.third_party_weights import read_published
from inference.ball.nets.input_spec import Channels
from inference.ball.nets.predictor import predict_candidates
from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.runtime.backends import engine_names, make_engine
from tests.inference.ball.nets.tiny import model_with
from tests.inference.ball.pictures import flying, pictures


def tiny(folder: Path, background: bool) -> BallModel:
    return read_model(model_with(folder / "tiny", background))


def published(folder: Path) -> BallModel:
    """TrackNetV3's layout: a background in colour, and eight pictures."""
    torch.manual_seed(3)
    weights = TrackNetV2(TrackNetV2Config(8, True)).state_dict()
    weights["predictor.bias"].zero_()  # else it sees nothing before it has learned
    torch.save(weights, folder / "v3.pt")
    return read_published(folder / "v3.pt")


@pytest.mark.parametrize(
    "make",
    [lambda folder: tiny(folder, False), lambda folder: tiny(folder, True), published],
    ids=["compact", "compact with background", "TrackNetV3"],
)
def test_all_exact_engines_find_the_same(tmp_path: Path, make: Callable[[Path], BallModel]) -> None:
    model = make(tmp_path)
    input_spec, luma = model.input_spec, pictures(flying(12))[:, :64, :96]
    shown = luma if input_spec.colour is Channels.GREY else np.stack([luma] * 3, axis=-1)
    program = model.program()
    example = torch.zeros(1, input_spec.channels, *luma.shape[1:], dtype=torch.uint8)
    names = [name for name in engine_names(program, "cpu") if name.endswith("fp32")]
    program = replace(program, onnx=program.exported(example))

    right, *others = (
        predict_candidates(make_engine(name, program, example, 2), input_spec, shown)
        for name in names
    )

    assert others
    assert np.isfinite(right.x).any()
    for other in others:
        assert np.nanmax(np.abs(right.x - other.x)) < 0.1
        assert np.nanmax(np.abs(right.y - other.y)) < 0.1
        assert np.nanmax(np.abs(right.score - other.score)) < 0.02


@pytest.mark.parametrize(
    ("shift", "same"), [((0.05, 0, 0), True), ((0.2, 0, 0), False), ((0, 0, 0.05), False)]
)
def test_places_are_the_same_within_a_tenth_of_a_pixel(
    shift: tuple[float, float, float], same: bool
) -> None:
    right = torch.tensor([[[[10.0, 8.0, 0.9], [20.0, 8.0, 0.5]]]])

    assert peaks_match(right, right.flip(2) + torch.tensor(shift)) == same


def test_faint_places_need_not_be_the_same() -> None:
    right = torch.tensor([[[[10.0, 8.0, 0.9], [30.0, 8.0, 0.5], [9.0, 9.0, 0.06], [1, 1, 0.05]]]])
    other = right.clone()
    other[..., 2:, :] = torch.nan

    assert peaks_match(right, other)


def test_nothing_is_the_same_where_nothing_is_seen() -> None:
    assert not peaks_match(*torch.full((2, 1, 1, 4, 3), torch.nan))
