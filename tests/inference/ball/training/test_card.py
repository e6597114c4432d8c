"""Tests of inference.training.model_card, and of inference.ball.training.card through it."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from inference.ball.data.sampling import Sampling
from inference.ball.data.training_data import BallData
from inference.ball.models.folder import read_model
from inference.ball.task import BallTask
from inference.ball.training.card import scores_entry, trained_on, training_entries
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
    assert mine.results[0].endswith("right on 2 held-out clips, with the path")
    assert mine.results[0].startswith("Finds 65")
    assert mine.title == "mine: tiny, trained further on 120 labelled frames"


def entries(data: BallData, licence: str = "CC0") -> list[dict[str, str]]:
    return training_entries(data, TrainingConfig(300, 8), Sampling(replay=0.25), 1200, licence)


def test_scores_are_written_with_four_digits() -> None:
    line = BallComparison(calibration=PlattScaling(2.123456, -0.98765))

    assert scores_entry(line) == {"slope": 2.1235, "constant": -0.9877}


def test_the_title_counts_new_labels_only() -> None:
    data = BallData((dot_footage("a"),), (dot_footage("b"),), (dot_footage("c"),))

    assert trained_on(data) == "60 labelled frames"
    assert trained_on(BallData(simulated=24)) == "synthetic pictures only"


def test_each_place_is_an_entry_of_its_own() -> None:
    oslo = tuple(dot_footage(name) for name in "abcde")
    data = BallData((*oslo, dot_footage("z", "rome")), procedural=False)

    assert entries(data) == [
        {
            "name": "a.mp4, b.mp4, c.mp4 and 2 more",
            "licence": "CC0",
            "use": "300 labelled frames, 300 with a ball; 1,200 steps of 8 samples",
        },
        {
            "name": "z.mp4",
            "licence": "CC0",
            "use": "60 labelled frames, 60 with a ball; 1,200 steps of 8 samples",
        },
    ]


def test_earlier_labels_and_synthetic_samples_have_their_shares() -> None:
    new, earlier, procedural = entries(BallData((dot_footage("a"),), (dot_footage("b"),)))

    assert new["use"].endswith("1,200 steps of 8 samples, 75% of them from these")
    assert earlier["use"].endswith("; labels of earlier trainings")
    assert procedural["use"] == "1,200 steps of 8 samples, 25% of them"


def test_what_is_simulated_has_a_licence_of_ours() -> None:
    simulated, procedural = entries(BallData(simulated=24), licence="secret")

    assert simulated["use"] == "24 rallies; 1,200 steps of 8 samples"
    assert procedural["use"] == "1,200 steps of 8 samples"
    assert {simulated["licence"], procedural["licence"]} == {"Apache-2.0"}
