from pathlib import Path

from app.cli.commands.train_output import (
    analyze_with,
    progress_note,
    result_lines,
    stopped,
    summary,
)
from inference.ball.data.training_data import BallData
from inference.ball.training.initialization import from_preset
from inference.training.run import TrainingRunProgress
from tests.inference.ball.training.rallies import dot_footage, tiny_initialization
from tests.inference.ball.training.test_model_comparison import comparison_of, score

FIGURES = ("f1", "hit", "precision")


def test_what_will_be_done_is_told(tmp_path: Path) -> None:
    data = BallData((dot_footage("a"),), validation=(dot_footage("b"), dot_footage("c")))

    first, second = summary(tiny_initialization(tmp_path), data, 0)

    assert first == (
        "Training tiny on 60 labelled frames, 60 with a ball, of 1 clip, synthetic samples."
    )
    assert second == "Held out for validation: b.mp4, c.mp4."


def test_that_nothing_is_held_out_is_told() -> None:
    told = list(summary(from_preset("fast", 1), BallData(simulated=3), 0))

    assert "3 simulated rallies" in told[0]
    assert "the model cannot be validated" in told[-1]


def test_where_it_goes_on_is_told(tmp_path: Path) -> None:
    told = list(summary(tiny_initialization(tmp_path), BallData(), 1200))

    assert told[1] == "Resuming after step 1,200, where it was stopped."


def test_progress_tells_loss_and_the_last_score() -> None:
    assert progress_note(TrainingRunProgress("Validation", "pictures", 1, 2), FIGURES) == ""
    assert (
        progress_note(TrainingRunProgress("Training", "steps", 1, 2, 1.5), FIGURES) == "loss 1.500"
    )
    told = progress_note(TrainingRunProgress("Training", "steps", 1, 2, 1.5, score(50)), FIGURES)
    assert told == "loss 1.500, held out F1 0.667, hit 0.500, precision 1.000"


def test_a_better_model_is_said_to_be_better() -> None:
    told = list(result_lines(comparison_of((50, 60), (50, 60)), FIGURES))

    assert told[1].split() == ["0", "0.667", "0.750", "0.600", "1.000"]
    assert told[-1] == "The new model is better on held-out video: +8.3 points of F1."


def test_a_worse_model_is_said_to_be_worse_and_where() -> None:
    told = list(result_lines(comparison_of((50, 90), (50, 40)), FIGURES))

    assert "WORSE" in told[-2]
    assert "it loses more than two points on 1" in told[-2]
    assert told[-1].startswith("Keep the old one.")


def test_a_model_that_is_the_same_is_not_called_worse() -> None:
    assert list(result_lines(comparison_of((50, 50)), FIGURES))[-1].startswith(
        "The new model is no better"
    )


FIGURES = ("f1", "hit", "precision")


def test_what_a_stopped_training_keeps_is_told() -> None:
    assert "Nothing is saved" in stopped(0, 300)
    assert "120 of 300 steps are saved" in stopped(120, 300)


def test_how_to_use_the_model_is_told(tmp_path: Path) -> None:
    inside, outside = tmp_path / "models" / "mine", tmp_path / "mine"

    assert analyze_with(inside, tmp_path / "models").endswith("analyze with --model mine")
    assert analyze_with(outside, tmp_path / "models").endswith(f"--model {outside}")
