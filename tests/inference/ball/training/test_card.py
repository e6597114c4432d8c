"""Tests of inference.training.model_card, and of inference.ball.training.card through it."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from inference.ball.data.training_data import BallData
from inference.ball.models.folder import read_model
from inference.ball.task import BallTask
from inference.ball.training.initialization import from_model, from_preset, input_spec_of
from inference.ball.training.model_comparison import BallComparison
from inference.evaluation.calibration import PlattScaling
from inference.models.catalog import listed_models
from inference.models.writer import write_model
from inference.training.config import TrainingConfig
from inference.training.model_card import training_card
from inference.training.task import CardText, Initialization, TrainedModel, TrainingRun
from tests.inference.ball.training.rallies import dot_footage, tiny_initialization
from tests.inference.ball.training.test_model_comparison import comparison_of

MADE = date(2026, 5, 4)
WORDS = CardText("mine", "CC0", "the newest end of the streak")


def card(
    start: Initialization, comparison: BallComparison | None = None, words: CardText = WORDS
) -> dict[str, Any]:
    data = BallData((dot_footage("a"), dot_footage("b")), validation=(dot_footage("c"),))
    run = TrainingRun(BallTask(), start, data, TrainingConfig(300))
    comparison = comparison or BallComparison(
        calibration=PlattScaling(2.5, -0.25), fitted_to="the held-out clips"
    )
    return training_card(run, TrainedModel(start.net, comparison, 250, 9.0), words, MADE)


def test_a_trained_model_runs_and_can_be_trained_on(tmp_path: Path) -> None:
    start = tiny_initialization(tmp_path)

    write_model(tmp_path / "mine", card(start), start.net)

    model = read_model(tmp_path / "mine")
    assert (model.slope, model.constant) == (2.5, -0.25)
    again = from_model(tmp_path / "mine")
    assert again.held_out == {dot_footage("c").video}
    assert (again.config, again.input) == (start.config, start.input)


def test_presets_from_scratch_make_models_too(tmp_path: Path) -> None:
    start = from_preset("fast", 1)

    write_model(tmp_path / "new", card(start), start.net)

    assert read_model(tmp_path / "new").input_spec == input_spec_of(start)
    assert "parent" not in card(start)


def test_every_source_is_named_with_its_licence(tmp_path: Path) -> None:
    real, synthetic = card(tiny_initialization(tmp_path))["training"]

    assert real["name"] == "a.mp4, b.mp4"
    assert real["licence"] == "CC0"
    assert "120 labelled frames, 120 with a ball; 250 steps of 16 samples" in real["use"]
    assert synthetic["name"] == "Touchline's procedural samples"


def test_what_the_parent_was_trained_on_stays_named(tmp_path: Path) -> None:
    start = tiny_initialization(tmp_path)
    write_model(tmp_path / "first", card(start), start.net)

    second = card(from_model(tmp_path / "first"), words=replace(WORDS, licence=""))

    assert [entry["licence"] for entry in second["training"]] == [
        "CC0",
        "Apache-2.0",
        "not stated",
        "Apache-2.0",
    ]
    assert second["parent"]["name"] == "first"
    assert len(second["parent"]["weights"]) == 64


def test_nonsense_on_the_card_of_a_parent_is_left_out(tmp_path: Path) -> None:
    start = tiny_initialization(tmp_path)
    assert start.parent
    odd = {"training": [3, {"name": 4}, {"name": "good"}], "title": "x"}
    strange = replace(start, parent=replace(start.parent, card=odd))

    assert [entry["name"] for entry in card(strange)["training"]][:2] == ["good", "a.mp4, b.mp4"]


def test_scores_are_told_clip_by_clip(tmp_path: Path) -> None:
    start = tiny_initialization(tmp_path)
    write_model(tmp_path / "mine", card(start, comparison_of((50, 60), (50, 70))), start.net)

    (mine, *_) = [m for m in listed_models(tmp_path) if m.name == "mine"]
    told = tomllib.loads((tmp_path / "mine" / "model.toml").read_text())["results"]

    assert len(told) == 3
    assert told[0]["f1_of_parent"] < told[0]["f1"]
    assert mine.results[0].startswith("F1 0.79 on 2 held-out clips, with the path")
    assert mine.title == "mine: tiny, trained further on 120 labelled frames"
