from pathlib import Path

import pytest
import torch
from torch import nn

from inference.ball.models.architectures import ARCHITECTURES, kind_of
from inference.ball.nets.input_spec import Channels
from inference.ball.nets.wasb import Wasb, WasbConfig
from inference.models.card import Card
from storage.errors import UserError

CARDS: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "compact": ({"frames": 3, "stride": 2, "widths": [4, 8], "blocks": [1, 1]}, {"side": 512}),
    "tracknet": ({"frames": 3, "norm_first": True}, {"width": 640, "height": 360}),
    "tracknetv2": ({"frames": 8, "background": True}, {"width": 512, "height": 288}),
    "wasb": ({"frames": 3}, {"width": 512, "height": 288}),
}


def card(**values: object) -> Card:
    return Card(Path("net"), values)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_every_net_takes_the_bytes_that_its_input_spec_says(name: str) -> None:
    kind = ARCHITECTURES[name]
    shape, said = CARDS[name]
    config = kind.config(card(**shape))
    input_spec = kind.input_spec(config, card(**said))
    with torch.device("meta"):
        net = kind.for_bytes(kind.make(config).eval())
        answers = net(torch.empty(1, input_spec.channels, 16, 24, dtype=torch.uint8))

    assert answers.shape[-3] == len(input_spec.answered)


def test_input_specs_are_the_published_ones() -> None:
    first, third = (
        ARCHITECTURES[name].input_spec(
            ARCHITECTURES[name].config(card(**CARDS[name][0])), card(**CARDS[name][1])
        )
        for name in ("tracknet", "tracknetv2")
    )

    assert (first.colour, first.newest_first, first.answered) == (Channels.BGR, True, (2,))
    assert (third.colour, third.newest_first, third.background) == (Channels.RGB, False, True)
    assert (first.channels, third.channels) == (9, 27)


@pytest.mark.parametrize("name", ["tracknet", "tracknetv2", "wasb"])
def test_nets_of_others_may_be_made_for_grey_pictures(name: str) -> None:
    kind = ARCHITECTURES[name]
    config = kind.config(card(**CARDS[name][0] | {"grey": True}))
    input_spec = kind.input_spec(config, card(**CARDS[name][1]))
    with torch.device("meta"):
        net = kind.for_bytes(kind.make(config).eval())
        net(torch.empty(1, input_spec.channels, 16, 24, dtype=torch.uint8))

    assert input_spec.colour is Channels.GREY
    assert input_spec.channels == input_spec.frames + input_spec.background


def test_a_compact_net_may_say_as_well_what_is_hidden() -> None:
    kind = ARCHITECTURES["compact"]
    config = kind.config(card(**CARDS["compact"][0] | {"visibility": True}))

    grid = kind.input_spec(config, card(side=512)).grid

    assert config.visibility
    assert grid is not None
    assert grid.cell_values == config.cell_values == 4


def test_a_net_knows_its_kind() -> None:
    with torch.device("meta"):
        assert kind_of(Wasb(WasbConfig())) is ARCHITECTURES["wasb"]
    with pytest.raises(ValueError, match="a Linear is not a ball net"):
        kind_of(nn.Linear(1, 1))


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("tracknet", {"frames": 0}, "has frames 0"),
        ("tracknet", {"frames": 3, "norm_first": 1}, "has norm_first 1; allowed: true or false"),
        ("tracknetv2", {"background": True}, "has frames None"),
        ("wasb", {"frames": "many"}, "has frames 'many'"),
    ],
)
def test_nonsense_is_told(name: str, values: dict[str, object], told: str) -> None:
    with pytest.raises(UserError, match=told):
        ARCHITECTURES[name].config(card(**values))


def test_sizes_that_cannot_be_halved_three_times_are_refused() -> None:
    kind = ARCHITECTURES["wasb"]

    with pytest.raises(UserError, match="has width 500; allowed: 64 to 4096 in steps of 8"):
        kind.input_spec(kind.config(card(frames=3)), card(width=500, height=288))
