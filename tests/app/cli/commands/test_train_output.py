from pathlib import Path

from app.cli.commands.train_output import analyse_with, note, outcome, plan, stopped
from inference.ball.data.training_data import Material
from inference.ball.training.initialization import start_anew
from inference.ball.training.run import CourseProgress
from tests.inference.ball.training.rallies import dot_footage, tiny_start
from tests.inference.ball.training.test_model_comparison import score, verdict_of


def test_what_will_be_done_is_told(tmp_path: Path) -> None:
    material = Material((dot_footage("a"),), exam=(dot_footage("b"), dot_footage("c")))

    first, second = plan(tiny_start(tmp_path), material, 0)

    assert first == (
        "Training tiny on 60 labelled frames, 60 with a ball, of 1 clip, invented windows."
    )
    assert second == "Held out, to judge by: b.mp4, c.mp4."


def test_that_nothing_is_held_out_is_told() -> None:
    told = list(plan(start_anew("fast", 1), Material(simulated=3), 0))

    assert "3 simulated rallies" in told[0]
    assert "nothing will tell how good" in told[-1]


def test_where_it_goes_on_is_told(tmp_path: Path) -> None:
    told = list(plan(tiny_start(tmp_path), Material(), 1200))

    assert told[1] == "Goes on after step 1,200, where it was stopped."


def test_progress_tells_loss_and_the_last_score() -> None:
    assert note(CourseProgress("Judging", "pictures", 1, 2)) == ""
    assert note(CourseProgress("Learning", "steps", 1, 2, 1.5)) == "loss 1.500"
    told = note(CourseProgress("Learning", "steps", 1, 2, 1.5, score(50)))
    assert told == "loss 1.500, held out F1 0.667, hit 0.500, precision 1.000"


def test_a_better_model_is_said_to_be_better() -> None:
    told = list(outcome(verdict_of((50, 60), (50, 60))))

    assert told[1].split() == ["0", "0.667", "0.750", "0.600", "1.000"]
    assert told[-1] == "The new model is better on held-out video: +8.3 points of F1."


def test_a_worse_model_is_said_to_be_worse_and_where() -> None:
    told = list(outcome(verdict_of((50, 90), (50, 40))))

    assert "WORSE" in told[-2]
    assert "it loses more than two points on 1" in told[-2]
    assert told[-1].startswith("Go on with the old one.")


def test_a_model_that_is_the_same_is_not_called_worse() -> None:
    assert list(outcome(verdict_of((50, 50))))[-1].startswith("The new model is no better")


def test_what_a_stopped_training_keeps_is_told() -> None:
    assert "Nothing is kept" in stopped(0, 300)
    assert "120 of 300 steps are kept" in stopped(120, 300)


def test_how_to_use_the_model_is_told(tmp_path: Path) -> None:
    inside, outside = tmp_path / "models" / "mine", tmp_path / "mine"

    assert analyse_with(inside, tmp_path / "models").endswith("analyze with --model mine")
    assert analyse_with(outside, tmp_path / "models").endswith(f"--model {outside}")
