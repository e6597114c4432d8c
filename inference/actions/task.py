"""Events from the ball's path as a task: the hooks by which the trainer trains nets for them."""

from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from inference.actions.data.augmentation import PathAugmentation
from inference.actions.data.event_data import EventData, LoadedEventData
from inference.actions.data.features import RATE
from inference.actions.data.windows import PathWindowSource
from inference.actions.decoding.rally_decoder import DecoderSettings
from inference.actions.evaluation.event_metrics import EVENT_METRICS, EventMetrics
from inference.actions.event_model import (
    ARCHITECTURE,
    TASK,
    EventModel,
    decoder_entry,
    net_entry,
    path_model,
    read_event_model,
)
from inference.actions.nets.path_config import PathNetConfig
from inference.actions.nets.path_net import PathNet, as_path_net, torch_net
from inference.actions.prediction.path_events import PathEventModel
from inference.actions.training.comparison import compared, measure
from inference.actions.training.objective import PathObjective
from inference.actions.training.reading import learn_from_labels, read_pools
from inference.models.card import Card, read_card
from inference.training.config import Precision
from inference.training.dataloader import SampleSource
from inference.training.early_stopping import Validator
from inference.training.model_card import card_text, held_out_table, held_out_videos
from inference.training.model_comparison import ComparisonResult
from inference.training.task import (
    CardText,
    Initialization,
    Objective,
    ParentModel,
    TrainedModel,
    TrainingRun,
)
from storage.files import plain_write_errors

PRESETS = {"path": PathNetConfig(), "path-small": PathNetConfig(width=16, recurrent=16)}
"""Nets with weights by chance, by name."""

_VALIDATED = 60  # paths of a quick validation, at most


@dataclass(frozen=True)
class EventsTask:
    """Finds hits and bounces in the path of the ball: see `Task`."""

    augmentation: PathAugmentation = field(default_factory=PathAugmentation)

    name = TASK
    metric_names = EVENT_METRICS
    published_nets = ()

    def options(self) -> Mapping[str, Any]:
        """PathAugmentation."""
        return asdict(self)

    def read_model(self, folder: Path) -> EventModel:
        """The model in `folder`, ready to run. UserError if it is damaged or not understood."""
        return read_event_model(folder)

    def convert_weights(self, path: Path, weights: Mapping[str, Tensor], folder: Path) -> bool:
        """False: nobody else has published nets that read such paths."""
        return False

    def from_preset(self, preset: str, seed: int) -> Initialization:
        """A net with weights by chance, of a name in PRESETS."""
        config = PRESETS[preset]
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            net = PathNet(config)
        title = "Events from the ball's path"
        return Initialization(net, title, ARCHITECTURE, net_entry(config), {"rate": RATE})

    def from_model(self, folder: Path) -> Initialization:
        """The model in `folder`, to be trained further. UserError if it cannot be."""
        model, card = read_event_model(folder), read_card(folder).values
        return Initialization(
            torch_net(model.net),
            str(card.get("title", model.name)),
            model.architecture,
            card["config"],
            card["input"],
            ParentModel(model.name, model.weights, card),
            held_out_videos(card),
        )

    def adapt(self, initialization: Initialization, data: EventData, seed: int) -> Initialization:
        """`initialization`: what it finds is always the same."""
        return initialization

    def read_data(
        self, data: EventData, initialization: Initialization, cache: Path
    ) -> Generator[int, None, LoadedEventData]:
        """The paths without repeated frames; a new net learns the grammar of the labels too."""
        with plain_write_errors(cache):
            cache.mkdir(parents=True, exist_ok=True)  # the checkpoint lies beside it
        loaded = yield from read_pools(data)
        if initialization.parent is None:
            learn_from_labels(as_path_net(initialization.net), data.training)
        yield data.size
        return loaded

    def sample_source(self, loaded: LoadedEventData) -> SampleSource:
        """Windows from all pools. ValueError if there is no path at all."""
        if not loaded.pools:
            raise ValueError("no video has both a path of the ball and labelled events")
        return PathWindowSource(loaded.pools, loaded.shares, self.augmentation)

    def training_module(self, net: nn.Module) -> nn.Module:
        """`net`, which takes floats as they are."""
        return net

    def objective(self, net: nn.Module) -> Objective:
        """The events, serves and sides of every moment. ValueError for another kind of net."""
        as_path_net(net)
        return PathObjective()

    def validator(
        self, loaded: LoadedEventData, initialization: Initialization, precision: Precision
    ) -> Validator | None:
        """Some paths of the validation set; None if that is empty."""
        paths = loaded.validation[:_VALIDATED]
        if not paths:
            return None
        return lambda net: measure(_path_model(net, initialization), paths)

    def compare(
        self,
        loaded: LoadedEventData,
        initialization: Initialization,
        before: nn.Module,
        net: nn.Module,
        device: torch.device,
    ) -> Generator[tuple[int, int], None, ComparisonResult]:
        """Measure `net`, and its parent `before`, on all held-out paths."""
        paths, old = loaded.validation, None
        after = yield from measure(_path_model(net, initialization), paths)
        if initialization.parent is not None:
            old = yield from measure(_path_model(before.eval(), initialization), paths)
        return compared(paths, after, old)

    def evaluate(
        self, loaded: LoadedEventData, initialization: Initialization, device: torch.device
    ) -> Generator[tuple[int, int], None, EventMetrics]:
        """Measure a model, as it is, on all held-out paths."""
        model = _path_model(initialization.net.eval(), initialization)
        return measure(model, loaded.validation)

    def card_entries(
        self,
        run: TrainingRun[EventData, LoadedEventData],
        trained: TrainedModel,
        text: CardText,
    ) -> Mapping[str, Any]:
        """The convention of the labels, how events are read from scores, the paths."""
        contents, parent = ", ".join(run.data.contents()), run.initialization.parent
        inherited = card_text(parent.card, "convention") if parent else ""
        source = {
            "name": contents,
            "licence": text.licence or "not stated",
            "use": f"{trained.steps:,} steps of {run.config.batch_size} windows",
        }
        return {
            "convention": text.convention or inherited or "as its labels have it",
            "trained_on": contents,
            "decoder": _decoder_entry(run.initialization),
            "training": [source],
            **held_out_table(path.name for path in run.data.validation),
        }


def _decoder_entry(initialization: Initialization) -> Mapping[str, Any]:
    parent = initialization.parent
    return parent.card["decoder"] if parent else decoder_entry(DecoderSettings())


def _path_model(net: nn.Module, initialization: Initialization) -> PathEventModel:
    card = Card(Path(), dict(_decoder_entry(initialization)))
    return path_model(as_path_net(net).numpy_net(), card)
