from pathlib import Path

import pytest
import torch

from inference.ball.nets.tracknetv2 import TrackNetV2, TrackNetV2Config
from inference.ball.training.initialization import (
    from_model,
    from_preset,
    input_spec_of,
    parent_line,
)
from inference.ball.training.presets import PRESETS
from inference.evaluation.calibration import PlattScaling
from storage.errors import UserError
from tests.inference.ball.nets.tiny import CARD, tiny_net, write_model


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_trained_from_scratch(preset: str) -> None:
    start = from_preset(preset, 1)

    assert start.parent is None
    assert input_spec_of(start).scaled_size(1280, 720)[0] in (512, 768, 1280)


def test_the_same_seed_gives_the_same_weights_and_disturbs_no_others() -> None:
    torch.manual_seed(5)
    one, other, third = (from_preset("fast", seed).net.state_dict() for seed in (1, 1, 2))
    drawn = torch.rand(1)

    torch.manual_seed(5)
    assert torch.equal(drawn, torch.rand(1))
    assert all(map(torch.equal, one.values(), other.values()))
    assert not torch.equal(one["stem.0.weight"], third["stem.0.weight"])


def test_a_model_is_gone_on_from_with_its_calibration_and_what_it_holds_out(tmp_path: Path) -> None:
    card = CARD.replace("slope = 1.0", "slope = 2.5") + '\n[exam]\nvideos = ["ab", "cd"]\n'

    start = from_model(write_model(tmp_path / "mine", tiny_net(), card))

    assert start.parent
    assert start.parent.name == "mine"
    assert parent_line(start) == PlattScaling(2.5, 0.0)
    assert start.held_out == {"ab", "cd"}
    assert (start.config["widths"], start.input["side"]) == ([8, 12], 512)
    assert all(parameter.requires_grad for parameter in start.net.parameters())


@pytest.mark.parametrize("table", ["", "\n[exam]\nvideos = 3\n", "\n[exam]\nvideos = [1, {}]\n"])
def test_a_card_without_held_out_videos_or_with_nonsense_has_none(
    tmp_path: Path, table: str
) -> None:
    assert from_model(write_model(tmp_path / "mine", card=CARD + table)).held_out == frozenset()


def test_a_model_for_colours_goes_on_with_grey_pictures(tmp_path: Path) -> None:
    colour = CARD.replace('"compact"', '"tracknetv2"').split("[config]")[0]
    colour += "[config]\nframes = 3\n[input]\nwidth = 512\nheight = 288\n"
    colour += "[scores]\nslope = 1.0\nconstant = 0.0\n"
    net = TrackNetV2(TrackNetV2Config(3))

    start = from_model(write_model(tmp_path / "v2", net, colour))

    assert isinstance(start.net, TrackNetV2)
    assert start.net.config == TrackNetV2Config(3, grey=True)
    assert start.config == {"frames": 3, "grey": True}
    assert input_spec_of(start).channels == 3


def test_weights_without_a_card_are_told(tmp_path: Path) -> None:
    weights = tmp_path / "published.pt"
    weights.touch()

    with pytest.raises(UserError, match="is a file of weights, not a model folder"):
        from_model(weights)
