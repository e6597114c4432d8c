"""The ball as a task: the hooks by which the trainer trains nets that find it."""

from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from inference.ball.data.sampling import Sampling, clip_source
from inference.ball.data.training_data import BallData, LoadedBallData, read_ball_data
from inference.ball.evaluation.metrics import BallMetrics
from inference.ball.models.architectures import kind_of
from inference.ball.models.folder import BallModel, read_model
from inference.ball.models.third_party_weights import PUBLISHED_NETS, convert_weights
from inference.ball.training.card import scores_entry, trained_on, training_entries
from inference.ball.training.heatmap_loss import RADIUS, HeatmapShape
from inference.ball.training.initialization import (
    from_model,
    from_preset,
    input_spec_of,
    parent_line,
)
from inference.ball.training.model_comparison import (
    BallComparison,
    QuickValidator,
    compare,
    evaluate,
)
from inference.ball.training.objectives import objective_for
from inference.training.config import Precision
from inference.training.dataloader import SampleSource
from inference.training.model_card import card_text, held_out_table
from inference.training.task import CardText, Initialization, Objective, TrainedModel, TrainingRun


@dataclass(frozen=True)
class BallTask:
    """Finds the ball in every frame: see `Task`."""

    shape: HeatmapShape = "disk"  # that nets which draw heat maps are trained towards
    radius: float = RADIUS  # pixels of it
    sampling: Sampling = field(default_factory=Sampling)

    name = "ball"
    metric_names = ("f1", "hit", "precision")
    published_nets = PUBLISHED_NETS

    def options(self) -> Mapping[str, Any]:
        """Heat maps and sampling."""
        return asdict(self)

    def read_model(self, folder: Path) -> BallModel:
        """The model in `folder`, ready to run. UserError if it is damaged or not understood."""
        return read_model(folder)

    def convert_weights(self, path: Path, weights: Mapping[str, Tensor], folder: Path) -> bool:
        """Write published weights of a ball net as a model folder; False if they are another's."""
        return convert_weights(path, weights, folder)

    def from_preset(self, preset: str, seed: int) -> Initialization:
        """A net with weights by chance, of a name in PRESETS."""
        return from_preset(preset, seed)

    def from_model(self, folder: Path) -> Initialization:
        """The model in `folder`, to be trained further. UserError if it cannot be."""
        return from_model(folder)

    def adapt(self, initialization: Initialization, data: BallData, seed: int) -> Initialization:
        """`initialization`: what it finds is always the same."""
        return initialization

    def read_data(
        self, data: BallData, initialization: Initialization, cache: Path
    ) -> Generator[int, None, LoadedBallData]:
        """Decode the pictures at the size that the net wants; yields how many."""
        return read_ball_data(data, input_spec_of(initialization), cache)

    def sample_source(self, loaded: LoadedBallData) -> SampleSource:
        """Clips from all pools. ValueError that says why if there is too little to draw any."""
        return clip_source(loaded.pools, self.sampling, loaded.input_spec)

    def training_module(self, net: nn.Module) -> nn.Module:
        """`net` as one that takes bytes."""
        return kind_of(net).for_bytes(net)

    def objective(self, net: nn.Module) -> Objective:
        """Grid cells or heat maps, by the kind of `net`. ValueError if it is neither."""
        return objective_for(net, self.shape, self.radius)

    def validator(
        self, loaded: LoadedBallData, initialization: Initialization, precision: Precision
    ) -> QuickValidator | None:
        """Some hundred pictures of the validation set; None if that is empty."""
        if not loaded.validation:
            return None
        line = parent_line(initialization)
        return QuickValidator(loaded.validation, loaded.input_spec, line, precision)

    def compare(
        self,
        loaded: LoadedBallData,
        initialization: Initialization,
        before: nn.Module,
        net: nn.Module,
        device: torch.device,
    ) -> Generator[tuple[int, int], None, BallComparison]:
        """Measure `net`, and its parent `before`, on all held-out pictures."""
        return compare(initialization, loaded, before, net, device)

    def evaluate(
        self, loaded: LoadedBallData, initialization: Initialization, device: torch.device
    ) -> Generator[tuple[int, int], None, BallMetrics]:
        """Measure a model, with its own calibration, on all held-out pictures."""
        return evaluate(initialization, loaded, device)

    def card_entries(
        self, run: TrainingRun[BallData, LoadedBallData], trained: TrainedModel, text: CardText
    ) -> Mapping[str, Any]:
        """The convention of the labels, the calibration of the scores, the footage."""
        comparison, parent = trained.comparison, run.initialization.parent
        assert isinstance(comparison, BallComparison)
        inherited = card_text(parent.card, "convention") if parent else ""
        licence = text.licence or "not stated"
        return {
            "convention": text.convention or inherited or "as its labels have it",
            "scores": scores_entry(comparison),
            "trained_on": trained_on(run.data),
            "made": {
                "target": self.shape,
                "other": self.sampling.replay,
                "laid": self.sampling.copy_paste,
                "blended": self.sampling.augmentation.mixup,
                "scores_fitted_to": comparison.fitted_to,
            },
            "training": training_entries(
                run.data, run.config, self.sampling, trained.steps, licence
            ),
            **held_out_table(video.video for video in run.data.validation),
        }
