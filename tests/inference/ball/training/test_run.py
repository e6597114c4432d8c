from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from torch import nn

from inference.ball.data.sampling import Recipe
from inference.ball.data.training_data import Material
from inference.ball.training.run import (
    Course,
    CourseProgress,
    Trained,
    Workplace,
    run_course,
    usual_look,
)
from inference.training.config import TrainingSettings
from storage.errors import UserError
from tests.draining import drained
from tests.inference.ball.training.rallies import dot_footage, tiny_start

torch.set_num_threads(1)  # nets as small as these lose time by sharing work
SETTINGS = TrainingSettings(steps=6, batch=2, warmup=2, pause=0.0, look=2)
MATERIAL = Material((dot_footage("a"),), exam=(dot_footage("b", "rome"),))


def course(folder: Path, material: Material = MATERIAL, minutes: float | None = None) -> Course:
    return Course(tiny_start(folder), material, SETTINGS, Recipe(), minutes)


def run(folder: Path) -> Generator[CourseProgress, None, Trained]:
    return run_course(course(folder), Workplace(folder))


def same(one: nn.Module, other: nn.Module) -> bool:
    pairs = zip(one.state_dict().values(), other.state_dict().values(), strict=True)
    return all(torch.equal(a, b) for a, b in pairs)


def test_pictures_are_read_a_net_learns_and_is_judged(tmp_path: Path) -> None:
    steps = list(run(tmp_path))
    trained = drained(run(tmp_path))

    assert list(dict.fromkeys(step.stage for step in steps)) == [
        "Reading pictures",
        "Learning",
        "Judging",
    ]
    learning = [step for step in steps if step.stage == "Learning" and not step.looking]
    assert [(step.done, step.total) for step in learning] == [(n, 6) for n in range(1, 7)]
    assert learning[-1].score is not None
    assert trained.steps == 6  # all of them were done before
    assert trained.verdict.whole is not None
    assert trained.verdict.whole.before is not None


def test_a_stopped_training_comes_to_the_same_net(tmp_path: Path) -> None:
    for name in ("stopped", "whole"):
        (tmp_path / name).mkdir()
    stopped = run(tmp_path / "stopped")
    next(step for step in stopped if step.stage == "Learning" and step.done == 3)
    stopped.close()
    assert Workplace(tmp_path / "stopped").done(course(tmp_path / "stopped")) == 3

    net = drained(run(tmp_path / "stopped")).net

    assert same(net, drained(run(tmp_path / "whole")).net)


def test_other_labels_are_another_training(tmp_path: Path) -> None:
    place = Workplace(tmp_path)
    more = replace(MATERIAL, new=(*MATERIAL.new, dot_footage("c")))

    one, other = (place.checkpoint(course(tmp_path, m)) for m in (MATERIAL, more))

    assert one.path != other.path
    assert one.purpose != other.purpose


def test_what_is_needed_no_more_is_removed(tmp_path: Path) -> None:
    place = Workplace(tmp_path)
    drained(run(tmp_path))
    assert place.checkpoint(course(tmp_path)).path.exists()

    place.forget(course(tmp_path))

    assert {path.name for path in tmp_path.iterdir()} == {"tiny", "pictures"}


def test_a_training_by_the_clock_counts_its_steps_once(tmp_path: Path) -> None:
    timed = course(tmp_path, minutes=0.01)
    place = Workplace(tmp_path)
    work = run_course(timed, place)
    first = next(step for step in work if step.stage == "Learning")
    work.close()
    place.steps(timed).write_text("3\n")

    again = next(s for s in run_course(course(tmp_path, minutes=0.01), place) if s.loss is not None)

    assert first.total >= 1
    assert again.total == 3


def test_without_an_exam_the_last_mean_is_taken(tmp_path: Path) -> None:
    alone = replace(MATERIAL, exam=())

    trained = drained(run_course(course(tmp_path, alone), Workplace(tmp_path)))

    assert trained.steps == 6
    assert trained.verdict.whole is None


def test_labels_too_few_for_a_window_are_told(tmp_path: Path) -> None:
    short = Material((dot_footage("a", frames=2),), procedural=False)

    with pytest.raises(UserError, match="nothing to train on"):
        drained(run_course(course(tmp_path, short), Workplace(tmp_path)))


@pytest.mark.parametrize(("steps", "look"), [(6, 50), (300, 60), (4000, 250)])
def test_looks_are_neither_rare_nor_dear(steps: int, look: int) -> None:
    assert usual_look(steps) == look
