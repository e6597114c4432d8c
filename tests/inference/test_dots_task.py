"""Everything generic does for another task what it does for the ball.

Metrics, too, are read only by what inference.evaluation.metrics promises.
"""

import os
from itertools import islice
from pathlib import Path

import pytest
import torch

from app.cli.commands.train_output import progress_note, result_lines, summary
from inference.models.catalog import fault_of, listed_models, read_model
from inference.runtime.backends import make_engine
from inference.training.evaluate import evaluate_model
from inference.training.run import TrainingRunProgress
from inference.training.task import TrainedModel
from tests.draining import drained
from tests.forking import running
from tests.inference.dots_task import (
    CONFIG,
    DotData,
    DotsTask,
    dots_run,
    dots_training,
    train_in,
    write_dots_model,
)

torch.set_num_threads(1)  # nets as small as these lose time by sharing work
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the training of the module is."""
    return tmp_path_factory.mktemp("dots")


@pytest.fixture(scope="module")
def trained(folder: Path) -> TrainedModel:
    return drained(dots_training(folder / "training"))


@pytest.fixture(scope="module")
def model(folder: Path, trained: TrainedModel) -> Path:
    (folder / "models").mkdir()
    write_dots_model(folder / "models" / "counter", trained)
    return folder / "models" / "counter"


def test_it_is_trained_and_validated(trained: TrainedModel) -> None:
    assert trained.comparison.overall is not None
    assert trained.comparison.overall.after.primary > 0.9
    assert 0 < trained.steps <= CONFIG.steps


def test_its_log_has_its_own_figures(folder: Path, trained: TrainedModel) -> None:
    header, *rows = (folder / "training" / "log" / "log.csv").read_text().splitlines()

    assert header == "step,loss,learning_rate,accuracy,error"
    assert rows[0].split(",")[0] == "5"


def test_it_resumes_after_a_kill(tmp_path: Path, folder: Path, trained: TrainedModel) -> None:
    alone = os.environ | {"OMP_NUM_THREADS": "1"}
    with running(train_in, tmp_path, environ=alone) as process:
        lines = (line for line in process.stdout if line != "0\n")
        killed_after = [int(line) for line in islice(lines, 7)][-1]
        process.kill()

    net = drained(dots_training(tmp_path)).net

    assert killed_after < trained.steps
    pairs = zip(net.state_dict().values(), trained.net.state_dict().values(), strict=True)
    assert all(torch.equal(one, other) for one, other in pairs)
    logs = [path / "log" / "log.csv" for path in (tmp_path, folder / "training")]
    assert logs[0].read_text() == logs[1].read_text()


def test_its_model_is_listed_with_its_own_figures(model: Path) -> None:
    (listed,) = [found for found in listed_models(model.parent) if found.name == "counter"]

    assert (listed.task, listed.title) == ("dots", "counter: tiny; trained on drawn dots")
    assert listed.results[0].startswith("Accuracy ")
    assert fault_of(listed) == ""


def test_its_model_runs_on_an_engine(model: Path) -> None:
    picture = torch.zeros(1, 1, 8, 8)

    engine = make_engine("torch-cpu-fp32", read_model(model).program(), picture, 1)

    assert engine(picture).argmax() == 0


def test_its_model_is_evaluated(model: Path, trained: TrainedModel) -> None:
    metrics = drained(evaluate_model(DotsTask(), model, DotData(), model.parent, CPU))

    assert trained.comparison.overall is not None
    assert metrics.figures() == trained.comparison.overall.after.figures()


def test_its_model_can_be_trained_further(model: Path) -> None:
    start = DotsTask().from_model(model)

    assert start.parent is not None
    assert start.parent.name == "counter"
    assert start.held_out == {"seed 1"}


def test_the_terminal_shows_its_figures(trained: TrainedModel) -> None:
    run, overall = dots_run(), trained.comparison.overall
    assert overall is not None

    progress = TrainingRunProgress("Training", "steps", 5, 40, 0.5, overall.after)

    assert list(summary(run.initialization, run.data, 0)) == [
        "Training a new net (Dots: tiny) on drawn dots.",
        "Held out for validation: seed 1.",
    ]
    assert progress_note(progress, DotsTask.metric_names).startswith(
        "loss 0.500, held out accuracy "
    )
    assert "accuracy now" in next(iter(result_lines(trained.comparison, DotsTask.metric_names)))
