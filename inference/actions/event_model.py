"""A model of events on disk: what its card says, checked, and its net."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from torch import nn

from inference.actions.data.features import CHANNELS, RATE
from inference.actions.data.labelled_path import CLASSES, SPORTS
from inference.actions.data.windows import OUTPUTS
from inference.actions.decoding.rally_decoder import DecoderSettings
from inference.actions.nets.path_net import PathNet, PathNetConfig
from inference.actions.prediction.path_events import THRESHOLD, PathEventModel
from inference.models.card import Card, read_card
from inference.models.folder import read_weights
from inference.runtime.backends import Program

ARCHITECTURE = "path"
TASK = "events"

_OPTIONAL = {"title", "licence", "convention", "training", "results", "made", "parent", "exam"}
_STEEPEST = 20.0
_BIAS = "hit_bias"  # the one setting that each sport has of its own
_BIASES = {"badminton": 1.5, "tennis": 0.75}  # chosen on videos that the nets had not seen
_LATEST = 0.2  # seconds that labels may run late, or early


@dataclass(frozen=True, eq=False)
class EventModel:
    """A model that is ready to run, or to be trained on."""

    name: str
    net: PathNet
    weights: str  # SHA-256
    path_model: PathEventModel  # the net with all by which events are read from its scores
    architecture: str = ARCHITECTURE

    def program(self) -> Program:
        """The net as engines run it."""
        return Program(self.weights, self.net)


def read_event_model(folder: Path) -> EventModel:
    """The model in `folder`. UserError if it is damaged, or not what this program runs."""
    card = read_card(folder)
    card.word("task", [TASK])
    card.word("architecture", [ARCHITECTURE])
    card.only({"task", "architecture", "config", "input", "decoder"} | _OPTIONAL)
    card.table("input").number("rate", RATE, RATE)
    config = _config(card.table("config"))
    net, weights = read_weights(folder, lambda: PathNet(config))
    model = path_model(as_path_net(net), card.table("decoder"))
    return EventModel(folder.resolve().name, as_path_net(net), weights, model)


def path_model(net: PathNet, decoder: Card) -> PathEventModel:
    """A net with its grammars, and the table [decoder] of its card. UserError if that is wrong."""
    decoder.only(decoder_entry(DecoderSettings()))
    names = [field.name for field in fields(DecoderSettings) if field.name != _BIAS]
    common = {name: decoder.number(name, -_STEEPEST, _STEEPEST) for name in names}
    biases = {sport: decoder.number(f"{sport}_{_BIAS}", -_STEEPEST, _STEEPEST) for sport in SPORTS}
    return PathEventModel(
        (net,),
        {sport: DecoderSettings(hit_bias=bias, **common) for sport, bias in biases.items()},
        {sport: net.grammar(sport) for sport in SPORTS},
        {name: decoder.number(f"{name}_threshold", 0, 1) for name in CLASSES},
        {name: decoder.number(f"{name}_offset", -_LATEST, _LATEST) for name in CLASSES},
    )


def net_entry(config: PathNetConfig) -> dict[str, Any]:
    """The table [config] of a card."""
    return {
        "width": config.width,
        "dilations": list(config.dilations),
        "recurrent": config.recurrent,
        "dropout": config.dropout,
    }


def decoder_entry(settings: DecoderSettings) -> dict[str, float]:
    """The table [decoder] of a card, with plain thresholds and no offsets."""
    entry = {name: float(value) for name, value in asdict(settings).items() if name != _BIAS}
    entry |= {f"{sport}_{_BIAS}": bias for sport, bias in _BIASES.items()}
    entry |= {f"{name}_threshold": THRESHOLD for name in CLASSES}
    return entry | {f"{name}_offset": 0.0 for name in CLASSES}


def _config(card: Card) -> PathNetConfig:
    card.only({"width", "dilations", "recurrent", "dropout"})
    return PathNetConfig(
        card.whole("width", range(4, 257)),
        card.wholes("dilations", range(1, 65), 8),
        card.whole("recurrent", range(257)),
        card.number("dropout", 0, 0.9),
        CHANNELS,
        OUTPUTS,
    )


def as_path_net(net: nn.Module) -> PathNet:
    """`net`, which must read paths. ValueError if it does not."""
    if not isinstance(net, PathNet):
        raise ValueError(f"a {type(net).__name__} does not read paths")
    return net
