from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

import pytest
import torch

from app.cli.arguments.parser import parse
from app.workflows.training.preparing import Prepared, prepared
from storage.errors import UserError
from storage.library.library import Library, open_library
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


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return open_library(tmp_path / "library")


def label(table: Path, frames: int) -> None:
    rows = (f"{frame},1,5,6\n" for frame in range(frames))
    table.write_text("frame,visible,x,y\n" + "".join(rows))


def arguments(tmp_path: Path, *words: str | Path) -> Namespace:
    tiny = write_model(tmp_path / "tiny", card=CARD)
    return parse(["train", "ball", *map(str, words), "--from", str(tiny)])


def ready(library: Library, args: Namespace) -> Prepared:
    return drained(prepared(library, args, CPU))


def uses(found: Prepared) -> Mapping[str, list[str]]:
    material = found.course.material
    parts = {"new": material.new, "older": material.older, "exam": material.exam}
    return {name: [each.name for each in part] for name, part in parts.items()}


def test_beside_new_labels_there_are_invented_windows(
    library: Library, clips: Path, tmp_path: Path
) -> None:
    found = ready(library, arguments(tmp_path, clips, "--hold-out", "c"))

    assert uses(found) == {"new": ["a.mp4", "b.mp4"], "older": [], "exam": ["c.mp4"]}
    assert found.course.material.procedural
    settings = found.course.settings
    assert (settings.steps, settings.rate, settings.norms) == (300, 3e-4, False)
    assert found.notes == ()


def test_older_labels_take_their_place_and_hold_nothing_new(
    library: Library, clips: Path, tmp_path: Path
) -> None:
    new = [clips / "a.mp4", clips / "b.mp4"]

    found = ready(library, arguments(tmp_path, *new, "--hold-out", "nothing", "--older", clips))

    assert uses(found) == {"new": ["a.mp4", "b.mp4"], "older": ["c.mp4"], "exam": []}
    assert not found.course.material.procedural


def test_what_is_invented_can_be_asked_for(library: Library, tmp_path: Path) -> None:
    found = ready(library, arguments(tmp_path, "simulator"))

    assert found.course.material.simulated > 0
    assert not found.course.material.procedural


def test_a_net_from_nothing_learns_longer(library: Library) -> None:
    found = ready(library, parse(["train", "ball", "procedural", "--size", "fast"]))

    settings = found.course.settings
    assert (settings.steps, settings.rate, settings.norms) == (4000, 2e-3, True)


def test_few_steps_are_pointed_out(library: Library, tmp_path: Path) -> None:
    found = ready(library, arguments(tmp_path, "procedural", "--steps", "20"))

    assert found.notes == ("20 steps teach little: 200 are the least that help.",)


def test_labels_that_are_held_out_are_not_counted(
    library: Library, clips: Path, tmp_path: Path
) -> None:
    words = arguments(tmp_path, clips, "--hold-out", "b", "c")

    with pytest.raises(UserError, match="100 labelled frames to train on, beside 200 that are"):
        ready(library, words)
