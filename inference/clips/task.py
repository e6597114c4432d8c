"""Clip classification as a task: the hooks by which the trainer trains nets for it."""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from inference.clips.data.labelled_clip import ClipClassData, ClipInput
from inference.clips.data.net_inputs import wants_ball, wants_path
from inference.clips.data.prepared import FrozenTrunk, PreparedClip, prepare_clips, series_inputs
from inference.clips.data.samples import BALANCES, Balance, ClipClassSource, log_prior
from inference.clips.evaluation.clip_metrics import CLIP_METRICS, ClipClassMetrics
from inference.clips.models.architectures import (
    PRESETS,
    SERIES,
    input_entry,
    make_net,
    read_input,
    with_outputs,
)
from inference.clips.models.clip_model import (
    TASK,
    ClipModel,
    Decision,
    read_clip_model,
    read_decision,
)
from inference.clips.models.published_weights import (
    PUBLISHED_NETS,
    installed_lite0,
    load_into,
    published_net,
)
from inference.clips.nets.heads import SeriesHead
from inference.clips.nets.trunk_classifier import LITE0, TrunkClassifier, trained_part
from inference.clips.training.comparison import compared, measure
from inference.clips.training.objective import ClipObjective
from inference.models.card import Card, read_card
from inference.models.writer import write_model
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
from storage.errors import UserError
from storage.files import plain_write_errors

_MOST_STANDARDISED = 100_000  # moments that mean and deviation of features are taken from


@dataclass(frozen=True, eq=False)
class LoadedClips:
    """Clips as a net needs them, and how its answers become probabilities."""

    training: tuple[PreparedClip, ...]
    validation: tuple[PreparedClip, ...]
    classes: tuple[str, ...]
    input: ClipInput
    decision: Decision
    ball: bool = False  # whether the net is shown the ball in the pictures


@dataclass(frozen=True)
class ClipsTask:
    """Classifies short clips and stills: see `Task`."""

    balance: Balance = BALANCES[0]
    mirror: str = "no"  # "yes": the mirror image of a clip has the same class
    weights: str = ""  # a file of published weights to begin with; empty: see `from_preset`

    name = TASK
    metric_names = CLIP_METRICS
    published_nets = PUBLISHED_NETS

    def options(self) -> Mapping[str, Any]:
        """How classes are balanced, and whether mirror images count."""
        return {"balance": self.balance, "mirror": self.mirror}

    def read_model(self, folder: Path) -> ClipModel:
        """The model in `folder`, ready to run. UserError if it is damaged or not understood."""
        return read_clip_model(folder)

    def convert_weights(self, path: Path, weights: Mapping[str, Tensor], folder: Path) -> bool:
        """Write a published classifier as a model; its classes are numbered, as it has no names."""
        published = published_net(path, weights)
        if published is None:
            return False
        classes = [f"class {index}" for index in range(published.classes)]
        # a file name that is not valid text has half characters, which no card can hold
        called = path.name.encode(errors="replace").decode()
        card = {
            "task": TASK,
            "architecture": published.architecture,
            "title": f"Weights of {called}",
            "licence": "that of the file of weights",
            "config": {**published.config, "classes": classes},
            "input": input_entry(published.input),
            "decision": Decision(np.zeros(len(classes))).entry(),
        }
        write_model(folder, card, published.net)
        return True

    def from_preset(self, preset: str, seed: int) -> Initialization:
        """A net of a name in PRESETS; its classes come with the data, see `adapt`.

        It begins with the file of published weights, if one is named, else by chance. A frozen
        trunk cannot: UserError if its weights are neither named nor installed.
        """
        chosen = PRESETS[preset]
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            net = make_net(chosen.architecture, chosen.config, 2)
        if self.weights:
            load_into(net, Path(self.weights), chosen.trunk or chosen.architecture)
        elif chosen.trunk:
            if chosen.trunk != LITE0:
                raise UserError(
                    f"Touchline has no weights of {chosen.trunk}, which this net starts from.",
                    "Name a file of published weights with --weights, or choose --preset lite0.",
                )
            load_into(net, installed_lite0(), LITE0)
        config, spec = chosen.config, input_entry(chosen.input)
        return Initialization(net, chosen.title, chosen.architecture, config, spec)

    def from_model(self, folder: Path) -> Initialization:
        """The model in `folder`, to be trained further. UserError if it cannot be."""
        model, card = read_clip_model(folder), read_card(folder).values
        return Initialization(
            model.net.requires_grad_(True),
            str(card.get("title", model.name)),
            model.architecture,
            card["config"],
            card["input"],
            ParentModel(model.name, model.weights, card),
            held_out_videos(card),
        )

    def adapt(
        self, initialization: Initialization, data: ClipClassData, seed: int
    ) -> Initialization:
        """The net with an output for each class of `data`, and an input for each of its numbers.

        A model that has all these classes keeps its own. UserError if it needs pictures and there
        are numbers, or the other way round.
        """
        _check_medium(initialization, data)
        config = {key: value for key, value in initialization.config.items() if key != "classes"}
        old = tuple(initialization.config.get("classes", ()))
        if set(data.classes) <= set(old):
            return initialization
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            if initialization.architecture == SERIES:
                config["inputs"] = _series_width(initialization, data)
                net = make_net(SERIES, config, len(data.classes))
            else:
                net = initialization.net
                with_outputs(net, initialization.architecture, config, len(data.classes))
        config["classes"] = list(data.classes)
        return replace(initialization, net=net, config=config)

    def read_data(
        self, data: ClipClassData, initialization: Initialization, cache: Path
    ) -> Generator[int, None, LoadedClips]:
        """Pictures, or the features that a frozen trunk makes of them; kept in `cache`."""
        with plain_write_errors(cache):
            cache.mkdir(parents=True, exist_ok=True)  # the checkpoint lies beside it
        _check_medium(initialization, data)
        classes, spec = tuple(initialization.config["classes"]), _spec(initialization)
        net = initialization.net
        trunk = FrozenTrunk(net.trunk.eval()) if isinstance(net, TrunkClassifier) else None
        both = (*data.training, *data.validation)
        prepared = yield from prepare_clips(both, classes, spec, trunk, cache)
        training, validation = prepared[: len(data.training)], prepared[len(data.training) :]
        if training and (initialization.parent is None or not _same_classes(initialization)):
            _standardise(trained_part(net), training)
        decision, ball = self._decision(initialization, data), wants_ball(net)
        return LoadedClips(tuple(training), tuple(validation), classes, spec, decision, ball)

    def sample_source(self, loaded: LoadedClips) -> SampleSource:
        """Windows of clips. ValueError if there is no clip at all."""
        mirror, ball = loaded.decision.mirror, loaded.ball
        return ClipClassSource(loaded.training, loaded.input, self.balance, mirror, ball)

    def training_module(self, net: nn.Module) -> nn.Module:
        """`net`; of one with a frozen trunk its head, which gets the features."""
        return trained_part(net)

    def objective(self, net: nn.Module) -> Objective:
        """The class of every clip."""
        return ClipObjective(wants_path(net))

    def validator(
        self, loaded: LoadedClips, initialization: Initialization, precision: Precision
    ) -> Validator | None:
        """The validation set; None if that is empty."""
        if not loaded.validation:
            return None
        return lambda net: _measured(net, loaded)

    def compare(
        self,
        loaded: LoadedClips,
        initialization: Initialization,
        before: nn.Module,
        net: nn.Module,
        device: torch.device,
    ) -> Generator[tuple[int, int], None, ComparisonResult]:
        """Measure `net`, and its parent `before` if it has the same classes."""
        after, old = (yield from _measured(net.to(device), loaded)), None
        if initialization.parent is not None and _same_classes(initialization):
            old = yield from _measured(before.to(device).eval(), loaded)
        net.cpu()
        return compared(after, old)

    def evaluate(
        self, loaded: LoadedClips, initialization: Initialization, device: torch.device
    ) -> Generator[tuple[int, int], None, ClipClassMetrics]:
        """Measure a model, as it is, on all held-out clips."""
        return _measured(initialization.net.to(device).eval(), loaded)

    def card_entries(
        self,
        run: TrainingRun[ClipClassData, LoadedClips],
        trained: TrainedModel,
        text: CardText,
    ) -> Mapping[str, Any]:
        """The convention of the labels, the clips, and how answers become probabilities."""
        contents, parent = ", ".join(run.data.contents()), run.initialization.parent
        inherited = card_text(parent.card, "convention") if parent else ""
        source = {
            "name": contents,
            "licence": text.licence or "not stated",
            "use": f"{trained.steps:,} steps of {run.config.batch_size} clips",
        }
        return {
            "convention": text.convention or inherited or "as its labels have it",
            "trained_on": contents,
            "decision": self._decision(run.initialization, run.data).entry(),
            "training": [source],
            **held_out_table(clip.video for clip in run.data.validation),
        }

    def _decision(self, initialization: Initialization, data: ClipClassData) -> Decision:
        """As the options and the training clips have it; in an evaluation as the model's card."""
        parent, classes = initialization.parent, tuple(initialization.config["classes"])
        if parent is not None and not data.training:
            return read_decision(Card(Path(parent.name), parent.card["decision"]), len(classes))
        labels = np.array([classes.index(clip.label) for clip in data.training], np.int64)
        prior = np.zeros(len(classes))
        if self.balance == "logits":
            prior = log_prior(labels, len(classes))
        columns = next((clip.columns for clip in data.training), ())
        return Decision(prior, self.mirror == "yes", columns)


def _measured(
    net: nn.Module, loaded: LoadedClips
) -> Generator[tuple[int, int], None, ClipClassMetrics]:
    return measure(net, loaded.validation, loaded.classes, loaded.input, loaded.decision)


def _spec(initialization: Initialization) -> ClipInput:
    return read_input(Card(Path("[input]"), initialization.input))


def _same_classes(initialization: Initialization) -> bool:
    """Whether the net still has the classes of the model that it comes from."""
    parent = initialization.parent
    old = parent.card["config"]["classes"] if parent else ()
    return list(old) == list(initialization.config["classes"])


def _standardise(head: nn.Module, clips: list[PreparedClip]) -> None:
    """Let a head on features know their mean and deviation; nets on pixels have batch norms."""
    if not isinstance(head, SeriesHead):
        return
    moments = np.concatenate([clip.inputs[0].reshape(-1, clip.inputs.shape[-1]) for clip in clips])
    step = -(-len(moments) // _MOST_STANDARDISED)
    head.standardise(torch.from_numpy(moments[::step].astype(np.float32)))


def _check_medium(initialization: Initialization, data: ClipClassData) -> None:
    """UserError where a net for pictures is given numbers, or numbers that it does not know."""
    clips = (*data.training, *data.validation)
    wanted = initialization.architecture == SERIES
    if any((clip.series is not None) != wanted for clip in clips):
        needs = "series of numbers" if wanted else "videos or pictures"
        advice = "Choose another --preset or model, or other clips."
        raise UserError(f"This net classifies {needs}, and there are other clips.", advice)
    widths = {clip.series.shape[1] for clip in clips if clip.series is not None}
    columns = {clip.columns for clip in clips}
    if len(widths) > 1 or len(columns) > 1:
        raise UserError(
            "The series have different columns.", "Give all of them the same columns, in one order."
        )
    if wanted and clips and "classes" in initialization.config:
        width = _series_width(initialization, data)
        if width != initialization.config["inputs"]:
            raise UserError(
                f"The model takes {initialization.config['inputs']} features; here are {width}.",
                "Use series with the same columns as those that it was trained on.",
            )


def _series_width(initialization: Initialization, data: ClipClassData) -> int:
    """How many features a moment of the series of `data` has."""
    first = (*data.training, *data.validation)[0]
    return int(series_inputs(first, _spec(initialization)).shape[-1])
