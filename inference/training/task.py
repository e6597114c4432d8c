"""What the trainer asks of a task: the ball, events, whatever a net can be trained to find.

A task is one value with these hooks; everything else in this folder is the same for all tasks.
"""

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import torch
from torch import Tensor, nn

from inference.evaluation.metrics import Metrics
from inference.models.folder import Model
from inference.training.config import Precision, TrainingConfig
from inference.training.dataloader import Batch, SampleSource
from inference.training.early_stopping import Validator
from inference.training.model_comparison import ComparisonResult


class TrainingData(Protocol):
    """The labelled footage of a training and of its validation set, before it is read."""

    @property
    def unit(self) -> str:
        """What is counted while it is read, in the plural: "pictures"."""

    @property
    def size(self) -> int:
        """How many of these there are to be read."""

    def digest(self) -> str:
        """Hexadecimal digits that tell it from all other data."""

    def contents(self) -> Sequence[str]:
        """What is trained on, for people: "1,203 labelled frames of 8 clips"."""

    def held_out(self) -> Sequence[str]:
        """The names of what is in the validation set."""


@dataclass(frozen=True, eq=False)
class ParentModel:
    """The model that a training starts from."""

    name: str
    weights: str  # SHA-256
    card: Mapping[str, Any]  # unchecked, but for what running the model needs


@dataclass(frozen=True, eq=False)
class Initialization:
    """A net to be trained, and how its model card describes it."""

    net: nn.Module
    title: str
    architecture: str
    config: Mapping[str, Any]  # the tables [config] and [input] of its card
    input: Mapping[str, Any]
    parent: ParentModel | None = None  # None: weights by chance
    held_out: frozenset[str] = field(default_factory=frozenset)  # videos it never was trained on


class Objective(Protocol):
    """What nets of one kind are trained towards."""

    def prepare_input(self, batch: Batch) -> tuple[Tensor, ...]:
        """What the net is called with: pictures, clips (B, T, C, H, W), features (B, T, F)."""

    def loss(self, output: Any, batch: Batch) -> Tensor:
        """The loss of the net's `output`, a number in fp32."""


class TrainableTask(Protocol):
    """The hooks that the training loop itself needs."""

    @property
    def name(self) -> str:
        """As model cards and the command line have it."""

    @property
    def metric_names(self) -> Sequence[str]:
        """The figures of the metrics that logs, cards and lists show, the primary one first."""

    def training_module(self, net: nn.Module) -> nn.Module:
        """`net` as it is called in training, with whatever scales its input; same parameters."""

    def objective(self, net: nn.Module) -> Objective:
        """What `net` is trained towards. ValueError if the task cannot train such nets."""


Data = TypeVar("Data", bound=TrainingData)
Loaded = TypeVar("Loaded")


class Task(TrainableTask, Protocol[Data, Loaded]):
    """All hooks. `Data` names footage; `Loaded` is that footage as this task's nets need it."""

    def options(self) -> Mapping[str, Any]:
        """Settings of the task's own that decide what comes of a training; JSON values."""

    def read_model(self, folder: Path) -> Model:
        """The model in `folder`, ready to run. UserError if it is damaged or not understood."""

    @property
    def published_nets(self) -> Sequence[str]:
        """The nets whose published weights `convert_weights` knows, for people."""

    def convert_weights(self, path: Path, weights: Mapping[str, Tensor], folder: Path) -> bool:
        """Write the weights out of the file `path` as a new model folder.

        False, and nothing is written, if they are not those of a net of this task. UserError if
        they do not fit their net, or the disk refuses.
        """

    def from_preset(self, preset: str, seed: int) -> Initialization:
        """A net with weights by chance, of a preset that the task knows by this name."""

    def from_model(self, folder: Path) -> Initialization:
        """The model in `folder`, to be trained further. UserError if it cannot be."""

    def adapt(self, initialization: Initialization, data: Data, seed: int) -> Initialization:
        """The same, with the outputs that `data` asks for, such as one for every class in it.

        Weights that are new are drawn by `seed`. UserError if the net cannot be trained on `data`.
        """

    def read_data(
        self, data: Data, initialization: Initialization, cache: Path
    ) -> Generator[int, None, Loaded]:
        """Read footage, keeping files in `cache`; yields how much of `data.size` is done."""

    def sample_source(self, loaded: Loaded) -> SampleSource:
        """Training samples. ValueError that says why if there is too little to draw any."""

    def validator(
        self, loaded: Loaded, initialization: Initialization, precision: Precision
    ) -> Validator | None:
        """A quick validation on some of the validation set; None if that is empty."""

    def compare(
        self,
        loaded: Loaded,
        initialization: Initialization,
        before: nn.Module,
        net: nn.Module,
        device: torch.device,
    ) -> Generator[tuple[int, int], None, ComparisonResult]:
        """Measure `net`, and its parent `before`, on the whole validation set; yields done, all."""

    def evaluate(
        self, loaded: Loaded, initialization: Initialization, device: torch.device
    ) -> Generator[tuple[int, int], None, Metrics]:
        """Measure the model that is in `initialization`, as it is, on the validation set."""

    def card_entries(
        self, run: "TrainingRun[Data, Loaded]", trained: "TrainedModel", text: "CardText"
    ) -> Mapping[str, Any]:
        """The task's part of the model card: see `model_card.training_card`."""


@dataclass(frozen=True, eq=False)
class TrainingRun(Generic[Data, Loaded]):
    """Everything that decides what comes of a training."""

    task: Task[Data, Loaded]
    initialization: Initialization
    data: Data
    config: TrainingConfig
    minutes: float | None = None  # of training, in place of the steps in the config

    @property
    def identity(self) -> str:
        """What tells this training from all others, in words."""
        timed = {"steps": None, "eval_interval": None} if self.minutes else {}
        start = self.initialization
        values = {
            "task": self.task.name,
            "options": dict(self.task.options()),
            "architecture": start.architecture,
            "config": dict(start.config),
            "input": dict(start.input),
            "parent": start.parent.weights if start.parent else None,
            "data": self.data.digest(),
            "training": asdict(self.config) | timed,
            "minutes": self.minutes,
        }
        return json.dumps(values, sort_keys=True)

    @property
    def key(self) -> str:
        """The same as sixteen hexadecimal digits."""
        return sha256(self.identity.encode()).hexdigest()[:16]


@dataclass(frozen=True, eq=False)
class TrainedModel:
    """What came of a training."""

    net: nn.Module
    comparison: ComparisonResult
    steps: int
    seconds: float  # of training, this time


@dataclass(frozen=True, slots=True)
class CardText:
    """What only people know of a training."""

    name: str  # of the model
    licence: str = ""  # of the footage and its labels
    convention: str = ""  # of the labels: what exactly they mark
