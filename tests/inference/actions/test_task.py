"""Events as a task: trained, written, read, measured and trained further."""

from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import torch

from inference.actions.data.event_data import EventData
from inference.actions.event_model import read_event_model
from inference.actions.nets.path_net import as_path_net
from inference.actions.prediction.path_events import find_path_events
from inference.actions.task import PRESETS, EventsTask
from inference.models.catalog import read_model
from inference.models.locations import CARD
from inference.models.writer import write_model
from inference.training.config import TrainingConfig
from inference.training.evaluate import evaluate_model
from inference.training.model_card import held_out_videos, training_card
from inference.training.run import TrainingWorkspace, run_training
from inference.training.task import CardText, TrainingRun
from storage.errors import UserError
from storage.progress import drained
from tests.inference.actions.paths import zigzag

DATA = EventData(tuple(zigzag(hits, 0.7 + hits / 40) for hits in range(4, 10)), (zigzag(7),))
CONFIG = TrainingConfig(60, 8, 1e-2, warmup_steps=5, ema_decay=0.9, eval_interval=60)
TEXT = CardText("new", "CC0")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("events")
    task = EventsTask()
    run: TrainingRun[Any, Any] = TrainingRun(task, task.from_preset("path-small", 1), DATA, CONFIG)
    model = drained(run_training(run, TrainingWorkspace(folder / "work")))
    write_model(folder / "new", training_card(run, model, TEXT, date(2026, 5, 4)), model.net)
    return folder / "new"


def test_a_trained_model_finds_hits_in_a_path_it_has_not_seen(trained: Path) -> None:
    labelled = zigzag(8, 0.75)

    found = find_path_events(read_event_model(trained).path_model, labelled.path, "badminton")

    sure = [event.frame for event in found.events if event.confidence > 0.5]
    wanted = [event.frame for event in labelled.events]
    assert sum(min(abs(frame - each) for each in sure) <= 2 for frame in wanted) >= 6


def test_the_card_says_how_it_was_trained_and_how_good_it_is(trained: Path) -> None:
    text = (trained / CARD).read_text()

    assert 'task = "events"' in text
    assert "hits in 6 paths" in text
    assert "hit_f1 = " in text
    assert held_out_videos({"exam": {"videos": ["zigzag"]}}) == {"zigzag"}
    assert read_model(trained).architecture == "path"


def test_a_model_is_evaluated_and_trained_further(trained: Path, tmp_path: Path) -> None:
    task = EventsTask()
    before = drained(evaluate_model(task, trained, DATA, tmp_path, torch.device("cpu")))
    config = TrainingConfig(2, 4, 1e-4, eval_interval=1)
    run: TrainingRun[Any, Any] = TrainingRun(task, task.from_model(trained), DATA, config)

    model = drained(run_training(run, TrainingWorkspace(tmp_path)))

    assert before.primary > 0.5
    assert model.comparison.overall is not None
    assert model.comparison.overall.before is not None
    assert model.comparison.overall.before.primary == before.primary


def test_a_card_with_nonsense_in_it_is_refused(trained: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    for file in trained.iterdir():
        (damaged / file.name).write_bytes(file.read_bytes())
    card = (damaged / CARD).read_text().replace("same_side = 0.03", 'same_side = "no"')
    (damaged / CARD).write_text(card)

    with pytest.raises(UserError, match="same_side"):
        read_event_model(damaged)


def test_a_sport_may_have_an_offset_of_its_own(trained: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    copytree(trained, own)
    card = (own / CARD).read_text().replace("\nhit_offset = 0.0", "\nhit_offset = 0.01")
    (own / CARD).write_text(card.replace("[decoder]", "[decoder]\ntennis_hit_offset = -0.02"))

    offsets = read_event_model(own).path_model.offsets

    assert offsets["tennis"] == {"hit": -0.02, "bounce": 0.0}
    assert offsets["badminton"] == {"hit": 0.01, "bounce": 0.0}


def test_presets_differ_and_other_nets_are_refused() -> None:
    sizes = {
        sum(p.numel() for p in EventsTask().from_preset(n, 0).net.parameters()) for n in PRESETS
    }

    assert len(sizes) == len(PRESETS)
    with pytest.raises(ValueError, match="Linear"):
        as_path_net(torch.nn.Linear(1, 1))


def test_without_labels_there_is_nothing_to_train_on(tmp_path: Path) -> None:
    task = EventsTask()
    run: TrainingRun[Any, Any] = TrainingRun(
        task, task.from_preset("path-small", 1), EventData(), CONFIG
    )

    with pytest.raises(UserError, match="nothing to train on"):
        drained(run_training(run, TrainingWorkspace(tmp_path)))
