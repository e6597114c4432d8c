from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from shutil import rmtree

import pytest

from app.gui.review.heat_source import HeatSource, HeatStep, Subject, Wish
from app.workflows.analysis.track_ball import AnalysisRequest, track_ball
from app.workflows.videos import OpenedVideo, open_video
from storage.library.library import Library
from storage.records import Run
from tests.draining import drained
from tests.inference.ball.nets.tiny import tiny_net, write_model

MINE = Subject("mine", "cpu")


@pytest.fixture
def opened(library: Library, clip: Path) -> OpenedVideo:
    write_model(library.models / "mine")
    return drained(open_video(library, clip))


@pytest.fixture
def run(library: Library, opened: OpenedVideo) -> Run:
    """An analysis of the clip by the model "mine"."""
    video, table = opened.video, opened.table
    return drained(track_ball(library, video, table, AnalysisRequest("mine", "cpu"))).run


def served(source: HeatSource, *frames: int) -> Iterator[HeatStep]:
    """What comes of wishes for these frames; words on the way there are left out."""
    with closing(source):
        for frame in frames:
            source.wish.want(frame)
            yield from (step for step in source.serve() if not step.doing)


def fault(library: Library, opened: OpenedVideo, subject: Subject) -> str:
    [step] = served(HeatSource(library, opened, subject), 3)
    return step.fault


def test_the_chosen_model_is_asked_where_nothing_is_analysed(
    library: Library, opened: OpenedVideo
) -> None:
    steps = list(served(HeatSource(library, opened, MINE), 4, 20))

    assert [map.frame for map in steps[0].maps] == [3, 4, 5]
    assert [map.frame for map in steps[1].maps] == [18, 19, 20]


def test_the_model_of_an_analysis_is_asked_where_there_is_one(
    library: Library, opened: OpenedVideo, run: Run
) -> None:
    [step] = served(HeatSource(library, opened, replace(MINE, run=run)), 4)

    assert [map.frame for map in step.maps] == [3, 4, 5]


def test_motion_has_no_map_and_says_what_there_is(library: Library, opened: OpenedVideo) -> None:
    assert "Show its candidates" in fault(library, opened, Subject("motion", "auto"))


def test_what_came_from_a_file_has_none(library: Library, opened: OpenedVideo, run: Run) -> None:
    imported = Subject("points.csv", "auto", replace(run, model="points.csv", weights=""))

    assert "was imported from a file" in fault(library, opened, imported)


def test_a_model_that_is_gone_is_told(library: Library, opened: OpenedVideo, run: Run) -> None:
    rmtree(library.models / "mine")

    told = fault(library, opened, replace(MINE, run=run))
    assert told == "No heat map of this analysis: There is no model mine."


def test_a_model_with_other_weights_is_another_model(
    library: Library, opened: OpenedVideo, run: Run
) -> None:
    write_model(library.models / "mine", tiny_net(seed=2))

    assert "mine has changed" in fault(library, opened, replace(MINE, run=run))


def test_a_damaged_model_is_told(library: Library, opened: OpenedVideo) -> None:
    (library.models / "mine" / "weights.safetensors").write_bytes(b"torn")

    assert "is damaged" in fault(library, opened, MINE)


def test_the_newest_wish_is_the_one_that_counts() -> None:
    wish = Wish()
    wish.want(3)
    wish.want(8)
    assert wish.is_outdated()

    assert (wish.take(), wish.take()) == (8, None)
    assert not wish.is_outdated()


def test_a_closed_wish_wants_nothing() -> None:
    wish = Wish()
    wish.want(3)
    wish.close()

    assert wish.take() is None
    assert wish.is_outdated()
