"""Tests of app.workflows.training.plan, and of app.workflows.training.ball_data through it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import torch

from app.workflows.training.plan import TrainingPlan, new_model_folder, plan_training
from app.workflows.training.request import TrainingRequest
from inference.ball.data.training_data import BallData
from inference.ball.task import BallTask
from storage.errors import UserError
from storage.library.library import Library
from tests.draining import drained
from tests.inference.ball.nets.tiny import CARD, write_model
from tests.inference.ball.pictures import flying, pictures, write_video

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three short rallies in one folder; their labels are given 60 frames each by `label`."""
    folder = tmp_path_factory.mktemp("clips")
    for seed, name in enumerate(("a", "b", "c"), 1):
        write_video(folder / f"{name}.mp4", pictures(flying(100), seed=seed)[:, ::4, ::4])
        label(folder / f"{name}.ball.csv", 100)
    return folder


def label(table: Path, frames: int) -> None:
    rows = (f"{frame},1,5,6\n" for frame in range(frames))
    table.write_text("frame,visible,x,y\n" + "".join(rows))


def request(tmp_path: Path, *sources: str | Path, **values: object) -> TrainingRequest:
    tiny = write_model(tmp_path / "tiny", card=CARD)
    names = tuple(map(str, sources))
    return TrainingRequest("ball", str(tiny), sources=names, **values)  # type: ignore[arg-type]


def plan(library: Library, request: TrainingRequest) -> TrainingPlan:
    return drained(plan_training(library, request, CPU))


def data_of(plan: TrainingPlan) -> BallData:
    data = plan.run.data
    assert isinstance(data, BallData)
    return data


def uses(plan: TrainingPlan) -> Mapping[str, list[str]]:
    data = data_of(plan)
    parts = {"new": data.new, "replay": data.replay, "validation": data.validation}
    return {name: [video.name for video in part] for name, part in parts.items()}


def test_beside_new_labels_there_are_synthetic_samples(
    library: Library, clips: Path, tmp_path: Path
) -> None:
    found = plan(library, request(tmp_path, clips, hold_out=("c",)))

    assert uses(found) == {"new": ["a.mp4", "b.mp4"], "replay": [], "validation": ["c.mp4"]}
    assert data_of(found).procedural
    config = found.run.config
    assert (config.steps, config.learning_rate, config.train_batch_norm) == (300, 3e-4, False)
    assert found.notes == ()


def test_replayed_labels_take_their_place_and_hold_nothing_new(
    library: Library, clips: Path, tmp_path: Path
) -> None:
    new, replay = (clips / "a.mp4", clips / "b.mp4"), (str(clips),)

    found = plan(library, request(tmp_path, *new, hold_out=("nothing",), replay=replay))

    assert uses(found) == {"new": ["a.mp4", "b.mp4"], "replay": ["c.mp4"], "validation": []}
    assert not data_of(found).procedural


def test_simulated_rallies_can_be_asked_for(library: Library, tmp_path: Path) -> None:
    data = data_of(plan(library, request(tmp_path, "simulator")))

    assert data.simulated > 0
    assert not data.procedural


def test_a_net_from_scratch_is_trained_longer(library: Library) -> None:
    scratch = TrainingRequest("ball", preset="fast", sources=("procedural",))

    config = plan(library, scratch).run.config

    assert (config.steps, config.learning_rate, config.train_batch_norm) == (4000, 2e-3, True)


def test_options_go_to_the_task(library: Library) -> None:
    options = {"shape": "gaussian"}
    scratch = TrainingRequest("ball", preset="fast", sources=("procedural",), options=options)

    assert plan(library, scratch).run.task == BallTask(shape="gaussian")


def test_few_steps_are_pointed_out(library: Library, tmp_path: Path) -> None:
    found = plan(library, request(tmp_path, "procedural", steps=20))

    assert found.notes == ("20 steps change little; use at least 200.",)


def test_labels_that_are_held_out_are_not_counted(
    library: Library, clips: Path, tmp_path: Path
) -> None:
    few = request(tmp_path, clips, hold_out=("b", "c"))

    with pytest.raises(UserError, match="100 labelled frames to train on, besides 200 that are"):
        plan(library, few)


def new_folder(
    models: Path, *sources: str, name: str | None = None, out: Path | None = None
) -> Path:
    return new_model_folder(
        models, TrainingRequest("ball", "fast", sources=sources, name=name, out=out)
    )


@pytest.mark.parametrize(
    ("sources", "name"),
    [
        ([], "fast-own"),
        (["library"], "fast-own"),
        (["clips/oslo", "x"], "fast-oslo"),
        (["oslo.mp4"], "fast-oslo"),
    ],
)
def test_a_model_is_named_after_its_parent_and_its_first_source(
    tmp_path: Path, sources: Sequence[str], name: str
) -> None:
    assert new_folder(tmp_path, *sources) == tmp_path / name


def test_names_that_are_taken_get_a_number(tmp_path: Path) -> None:
    (tmp_path / "Fast-Oslo").mkdir()
    (tmp_path / "fast-oslo-2").mkdir()

    assert new_folder(tmp_path, "oslo").name == "fast-oslo-3"


def test_a_name_or_a_folder_may_be_chosen(tmp_path: Path) -> None:
    assert new_folder(tmp_path, name="mine") == tmp_path / "mine"
    assert new_folder(tmp_path, out=Path("here")) == Path("here")


def test_nothing_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "model.toml").touch()

    with pytest.raises(UserError, match="already exists"):
        new_folder(tmp_path, name="mine")
    with pytest.raises(UserError, match="already exists"):
        new_folder(tmp_path, out=tmp_path / "mine")


@pytest.mark.parametrize("name", ["a/b", "..", "motion", ""])
def test_some_names_are_not_valid(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="is not a valid model name"):
        new_folder(tmp_path, name=name)
