"""A second task, to prove that everything generic is: a net that counts dots in a picture.

`train_in` says each step when it is done: one to be killed.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from inference.models.card import read_card
from inference.models.folder import read_weights
from inference.models.writer import write_model
from inference.runtime.backends import Program
from inference.tasks import register_task
from inference.training.config import Precision, TrainingConfig
from inference.training.dataloader import Batch
from inference.training.model_card import held_out_table, held_out_videos, training_card
from inference.training.model_comparison import Comparison, ComparisonResult
from inference.training.run import TrainingRunProgress, TrainingWorkspace, run_training
from inference.training.task import (
    CardText,
    Initialization,
    Objective,
    ParentModel,
    TrainedModel,
    TrainingRun,
)
from storage.progress import map_steps

MOST = 3  # dots
CONFIG = TrainingConfig(
    60, 16, 5e-2, warmup_steps=2, ema_decay=0.8, checkpoint_interval=0.0, eval_interval=5
)


@dataclass(frozen=True, eq=False)
class DotSample:
    picture: NDArray[np.float32]  # (1, 8, 8)
    dots: NDArray[np.int64]  # (), 0 to MOST


class DotSource:
    def sample(self, random: np.random.Generator) -> DotSample:
        dots = int(random.integers(MOST + 1))
        picture = np.zeros(64, np.float32)
        picture[random.choice(64, dots, replace=False)] = 1
        return DotSample(picture.reshape(1, 8, 8), np.array(dots))


@dataclass(frozen=True)
class DotData:
    held_out_pictures: int = 40
    unit = "pictures"

    @property
    def size(self) -> int:
        return self.held_out_pictures

    def digest(self) -> str:
        return f"{self.held_out_pictures:x}"

    def contents(self) -> Sequence[str]:
        return ["drawn dots"]

    def held_out(self) -> Sequence[str]:
        return ["seed 1"]


@dataclass(frozen=True)
class DotMetrics:
    right: int
    pictures: int

    @property
    def primary(self) -> float:
        return self.right / self.pictures

    def figures(self) -> Mapping[str, float]:
        return {"accuracy": self.primary, "error": 1 - self.primary}


class DotNet(nn.Sequential):
    def __init__(self, width: int) -> None:
        pool, first, last = nn.AvgPool2d(8, divisor_override=1), nn.Linear(1, width), MOST + 1
        super().__init__(pool, nn.Flatten(), first, nn.ReLU(), nn.Linear(width, last))


class DotObjective:
    def prepare_input(self, batch: Batch) -> tuple[Tensor, ...]:
        return (batch["picture"],)

    def loss(self, output: Tensor, batch: Batch) -> Tensor:
        return nn.functional.cross_entropy(output.float(), batch["dots"])


@dataclass(frozen=True, eq=False)
class DotModel:
    name: str
    net: nn.Module
    weights: str
    architecture: str = "linear"

    def program(self) -> Program:
        return Program(self.weights, self.net)


def measure(net: nn.Module, samples: Sequence[DotSample]) -> Generator[int, None, DotMetrics]:
    right = 0
    for done, sample in enumerate(samples):
        yield done
        with torch.inference_mode():
            output = net(torch.from_numpy(sample.picture)[None])
        right += int(output.argmax()) == int(sample.dots)
    return DotMetrics(right, len(samples))


@dataclass(frozen=True)
class DotsTask:
    most: str = str(MOST)

    name = "dots"
    metric_names = ("accuracy", "error")
    published_nets = ("the dot counter",)

    def options(self) -> Mapping[str, Any]:
        return {"most": self.most}

    def read_model(self, folder: Path) -> DotModel:
        width = read_card(folder).table("config").whole("width", range(1, 65))
        net, weights = read_weights(folder, lambda: DotNet(width))
        return DotModel(folder.name, net, weights)

    def convert_weights(self, path: Path, weights: Mapping[str, Tensor], folder: Path) -> bool:
        return False

    def from_preset(self, preset: str, seed: int) -> Initialization:
        torch.manual_seed(seed)
        return Initialization(DotNet(16), f"Dots: {preset}", "linear", {"width": 16}, {"side": 8})

    def from_model(self, folder: Path) -> Initialization:
        card, model = read_card(folder).values, self.read_model(folder)
        parent = ParentModel(model.name, model.weights, card)
        net, held_out = model.net.requires_grad_(True), held_out_videos(card)
        return Initialization(
            net, card["title"], "linear", card["config"], card["input"], parent, held_out
        )

    def adapt(self, initialization: Initialization, data: DotData, seed: int) -> Initialization:
        return initialization

    def read_data(
        self, data: DotData, initialization: Initialization, cache: Path
    ) -> Generator[int, None, list[DotSample]]:
        random, samples = np.random.default_rng(1), []
        for done in range(data.held_out_pictures):
            samples.append(DotSource().sample(random))
            yield done + 1
        return samples

    def sample_source(self, loaded: list[DotSample]) -> DotSource:
        return DotSource()

    def training_module(self, net: nn.Module) -> nn.Module:
        return net

    def objective(self, net: nn.Module) -> Objective:
        return DotObjective()

    def validator(
        self, loaded: list[DotSample], initialization: Initialization, precision: Precision
    ) -> Any:
        return lambda net: measure(net, loaded[::2])

    def compare(
        self,
        loaded: list[DotSample],
        initialization: Initialization,
        before: nn.Module,
        net: nn.Module,
        device: torch.device,
    ) -> Generator[tuple[int, int], None, ComparisonResult]:
        after = yield from self.evaluate(loaded, initialization, device, net)
        old = yield from self.evaluate(loaded, initialization, device, before.eval())
        row = Comparison("all", "", after, old if initialization.parent else None)
        return ComparisonResult((row,), (), row)

    def evaluate(
        self,
        loaded: list[DotSample],
        initialization: Initialization,
        device: torch.device,
        net: nn.Module | None = None,
    ) -> Generator[tuple[int, int], None, DotMetrics]:
        work = measure(net or initialization.net, loaded)
        return map_steps(work, lambda done: (done, len(loaded)))

    def card_entries(
        self,
        run: TrainingRun[DotData, list[DotSample]],
        trained: TrainedModel,
        text: CardText,
    ) -> Mapping[str, Any]:
        return {"trained_on": "drawn dots", **held_out_table(run.data.held_out())}


def dots_run(steps: int = CONFIG.steps) -> TrainingRun[DotData, list[DotSample]]:
    task = DotsTask()
    return TrainingRun(task, task.from_preset("tiny", 5), DotData(), replace(CONFIG, steps=steps))


def find_dots(
    library: object, request: object, initialization: object
) -> Generator[object, None, tuple[DotData, tuple[str, ...]]]:
    """The data of `touchline train dots`."""
    yield None
    return DotData(), ()


def dots_training(folder: Path) -> Generator[TrainingRunProgress, None, TrainedModel]:
    """The training with its files and its log in `folder`; resumes where there is a checkpoint."""
    folder.mkdir(exist_ok=True)
    return run_training(dots_run(), TrainingWorkspace(folder), folder / "log")


def write_dots_model(folder: Path, trained: TrainedModel) -> None:
    card = training_card(dots_run(), trained, CardText(folder.name, "CC0"), date(2026, 5, 4))
    write_model(folder, card, trained.net)


def train_in(folder: Path) -> None:
    """Train, and say each step in a line when it is done, 0 beside the training itself."""
    for progress in dots_training(folder):
        print(progress.done if progress.stage == "Training" else 0, flush=True)


register_task("dots", "tests.inference.dots_task:DotsTask")
