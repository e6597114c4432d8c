"""An analysis that is killed again and again comes to what one left alone comes to."""

from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

from storage.records import BallTrackBuilder, Source
from tests.app.killed_analyses import Outcome, analysed, killed, outcome
from tests.inference.ball.pictures import flying, pictures, write_video

FRAMES = 1030  # in five chunks, the last one short
MODEL = "motion"


@pytest.fixture(scope="module")
def match(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video with a cut in it."""
    luma = pictures(flying(FRAMES))[:, ::2, ::2]
    luma[700:] = 255 - luma[700:]
    return write_video(tmp_path_factory.mktemp("match") / "match.mp4", luma)


@pytest.fixture(scope="module")
def alone(match: Path, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """What comes of it when nobody is killed."""
    folder = tmp_path_factory.mktemp("alone")
    analysed(match, folder / "library", MODEL, folder / "out")
    return outcome(match, folder / "library")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_killed_analysis_continues_to_the_same_end(
    match: Path, alone: Outcome, tmp_path: Path, seed: int
) -> None:
    library, random = tmp_path / "library", Random(seed)
    for _ in range(2):
        killed(match, library, MODEL, tmp_path / "out", random, most=2)
    analysed(match, library, MODEL, tmp_path / "out")
    continued = outcome(match, library)

    assert continued.differing(alone) == (0, 0)
    assert continued.runs == alone.runs == 1
    assert continued.run.settings == alone.run.settings
    assert (continued.run.first, continued.run.stop) == (0, FRAMES)
    assert (continued.track.source != Source.NONE).all()


def test_what_differs_is_counted(alone: Outcome) -> None:
    builder = BallTrackBuilder.of(alone.track)
    builder.review[[3, 7]] += 1
    builder.confidence[7] = np.nan
    moved = replace(alone, track=builder.build())

    assert moved.differing(alone) == (0, 2)
