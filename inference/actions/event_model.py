"""A model of events on disk: what its card says, checked, and its net."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inference.actions.data.features import CHANNELS, RATE
from inference.actions.data.labelled_path import CLASSES, HIT, SPORTS
from inference.actions.data.windows import OUTPUTS
from inference.actions.decoding.rally_decoder import DecoderSettings
from inference.actions.nets.numpy_path_net import NumpyPathNet, weight_shapes
from inference.actions.nets.path_config import PathNetConfig
from inference.actions.prediction.path_events import THRESHOLD, PathEventModel
from inference.models.arrays import read_arrays
from inference.models.card import Card, read_card

if TYPE_CHECKING:
    from inference.runtime.backends import Program

ARCHITECTURE = "path"
TASK = "events"

_OPTIONAL = {"title", "licence", "convention", "training", "results", "made", "parent", "exam"}
_STEEPEST = 20.0
_BIAS = "hit_bias"  # the one setting that each sport has of its own
_BIASES = {"badminton": 1.5, "tennis": 0.75}  # chosen on videos that the nets had not seen
_LATEST = 0.2  # seconds that labels may run late, or early
_SPORT_OFFSETS = {sport: f"{sport}_hit_offset" for sport in SPORTS}  # in place of the common one


@dataclass(frozen=True, eq=False)
class EventModel:
    """A model that is ready to run, or to be trained on."""

    name: str
    net: NumpyPathNet
    weights: str  # SHA-256
    path_model: PathEventModel  # the net with all by which events are read from its scores
    architecture: str = ARCHITECTURE

    def program(self) -> "Program":
        """The net as engines run it; PyTorch is imported for it, and for nothing else here."""
        from inference.actions.nets.path_net import torch_net
        from inference.runtime.backends import Program

        return Program(self.weights, torch_net(self.net))


def read_event_model(folder: Path) -> EventModel:
    """The model in `folder`. UserError if it is damaged, or not what this program runs."""
    card = read_card(folder)
    card.word("task", [TASK])
    card.word("architecture", [ARCHITECTURE])
    card.only({"task", "architecture", "config", "input", "decoder"} | _OPTIONAL)
    card.table("input").number("rate", RATE, RATE)
    config = _config(card.table("config"))
    arrays, weights = read_arrays(folder, weight_shapes(config))
    net = NumpyPathNet(config, arrays)
    model = path_model(net, card.table("decoder"))
    return EventModel(folder.resolve().name, net, weights, model)


def path_model(net: NumpyPathNet, decoder: Card) -> PathEventModel:
    """A net with its grammars, and the table [decoder] of its card. UserError if that is wrong."""
    decoder.only([*decoder_entry(DecoderSettings()), *_SPORT_OFFSETS.values()])
    names = [field.name for field in fields(DecoderSettings) if field.name != _BIAS]
    common = {name: decoder.number(name, -_STEEPEST, _STEEPEST) for name in names}
    biases = {sport: decoder.number(f"{sport}_{_BIAS}", -_STEEPEST, _STEEPEST) for sport in SPORTS}
    return PathEventModel(
        (net,),
        {sport: DecoderSettings(hit_bias=bias, **common) for sport, bias in biases.items()},
        {sport: net.grammar(sport) for sport in SPORTS},
        {name: decoder.number(f"{name}_threshold", 0, 1) for name in CLASSES},
        {sport: _offsets(decoder, sport) for sport in SPORTS},
    )


def _offsets(decoder: Card, sport: str) -> dict[str, float]:
    """Seconds that labels of each class run late in `sport`."""
    keys = {name: f"{name}_offset" for name in CLASSES}
    if _SPORT_OFFSETS[sport] in decoder.values:
        keys[HIT] = _SPORT_OFFSETS[sport]
    return {name: decoder.number(key, -_LATEST, _LATEST) for name, key in keys.items()}


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
