from pathlib import Path

import pytest
from torch import nn

from app.workflows.training.ball_data import FEWEST_LABELS, plan_ball_data
from app.workflows.training.request import TrainingRequest
from inference.ball.data.training_data import SIMULATED, BallData
from inference.training.task import Initialization
from storage.errors import UserError
from storage.library.library import Library
from tests.draining import drained
from tests.inference.ball.pictures import flying, pictures, write_video

FRAMES = 20


@pytest.fixture(scope="module")
def rally(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = write_video(tmp_path_factory.mktemp("rally") / "rally.mp4", pictures(flying(FRAMES)))
    return path.read_bytes()


@pytest.fixture
def folder(tmp_path: Path, rally: bytes) -> Path:
    """A folder with enough labelled videos to train on; to each reader a video of its own."""
    (tmp_path / "court").mkdir()
    for number in range(FEWEST_LABELS // FRAMES + 1):
        add_video(tmp_path / "court", f"rally{number}", rally)
    return tmp_path / "court"


def add_video(folder: Path, name: str, data: bytes) -> None:
    # bytes behind the end of the video make another file of it, and of the same pictures
    (folder / f"{name}.mp4").write_bytes(data + b"\0\0\0\x10free" + name.encode().ljust(8))
    rows = "".join(f"{frame},1,{10 + frame},20\n" for frame in range(FRAMES))
    (folder / f"{name}.ball.csv").write_text("frame,visible,x,y\n" + rows)


def planned(
    library: Library,
    *sources: str | Path,
    replay: tuple[str, ...] = (),
    hold_out: tuple[str, ...] = ("nothing",),
    known: frozenset[str] = frozenset(),
) -> BallData:
    request = TrainingRequest(
        "ball", sources=tuple(map(str, sources)), replay=replay, hold_out=hold_out
    )
    start = Initialization(nn.Identity(), "a net", "none", {}, {}, held_out=known)
    return drained(plan_ball_data(library, request, start))[0]


def test_new_labels_alone_are_mixed_with_synthetic_samples(library: Library, folder: Path) -> None:
    data = planned(library, folder)

    assert sum(video.labels for video in data.new) == 160
    assert (data.replay, data.validation, data.simulated) == ((), (), 0)
    assert data.procedural


def test_what_is_held_out_is_not_trained_on(library: Library, folder: Path, rally: bytes) -> None:
    add_video(folder, "final", rally)

    data = planned(library, folder, hold_out=("final",))

    assert data.held_out() == ["final.mp4"]
    assert "final.mp4" not in [video.name for video in data.new]


def test_what_the_net_was_never_trained_on_stays_held_out(
    library: Library, folder: Path, rally: bytes
) -> None:
    add_video(folder, "final", rally)
    [final] = planned(library, folder, hold_out=("final",)).validation

    data = planned(library, folder, hold_out=(), known=frozenset({final.video}))

    assert data.held_out() == ["final.mp4"]


def test_too_few_labels_are_refused_with_how_many_are_missing(
    library: Library, tmp_path: Path, rally: bytes
) -> None:
    (tmp_path / "small").mkdir()
    add_video(tmp_path / "small", "a", rally)
    add_video(tmp_path / "small", "b", rally)

    with pytest.raises(UserError, match="20 labelled frames to train on, besides 20") as caught:
        planned(library, tmp_path / "small", hold_out=("a",))
    assert "Label 130 more" in str(caught.value.advice)


def test_the_simulator_alone_is_enough(library: Library) -> None:
    data = planned(library, "simulator")

    assert (data.new, data.simulated, data.procedural) == ((), SIMULATED, False)


def test_earlier_labels_stand_in_for_synthetic_samples(
    library: Library, folder: Path, tmp_path: Path, rally: bytes
) -> None:
    (tmp_path / "earlier").mkdir()
    add_video(tmp_path / "earlier", "old", rally)

    data = planned(library, folder, replay=(str(tmp_path / "earlier"),))

    assert [video.name for video in data.replay] == ["old.mp4"]
    assert not data.procedural


def test_a_video_in_both_is_new_and_not_an_earlier_one(library: Library, folder: Path) -> None:
    data = planned(library, folder, replay=(str(folder),))

    assert data.replay == ()
    assert len(data.new) == 8
