import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from app.workflows.analysis.track_ball import AnalysisRequest, track_ball
from inference.ball.detection.detector import load_detector
from inference.ball.detection.net_detector import NetDetector, create_net_detector, example_pictures
from inference.ball.models.architectures import compact_input_spec
from inference.ball.models.folder import read_model
from storage.errors import UserError
from storage.library.library import open_library
from storage.library.predictions.predictions import candidates
from storage.records import Candidates
from tests.draining import drained
from tests.inference.ball.nets.tiny import CARD, TINY, model_with, tiny_net, write_model
from tests.inference.ball.pictures import HEIGHT, WIDTH, enter, flying, pictures, write_video


def detector(folder: Path, card: str = CARD) -> NetDetector:
    model = read_model(write_model(folder, card=card))
    return drained(create_net_detector(model, (WIDTH, HEIGHT), folder.parent / "engines.json"))


def test_candidates_are_inside_and_scores_are_probabilities(tmp_path: Path) -> None:
    found = detector(tmp_path).detect(pictures(flying(12)), preroll=4)

    assert found.score.shape == (8, 5)
    assert (np.isnan(found.score) | (found.score > 0) & (found.score < 1)).all()


def test_scores_are_put_on_the_line_of_the_card(tmp_path: Path) -> None:
    luma = pictures(flying(6))
    plain = detector(tmp_path / "plain").detect(luma, 0)

    flat = detector(tmp_path / "flat", CARD.replace("slope = 1.0", "slope = 0.0")).detect(luma, 0)

    assert np.array_equal(plain.x, flat.x, equal_nan=True)
    assert flat.score[0, 0] == pytest.approx(0.5)


def test_settings_tell_net_and_size(tmp_path: Path) -> None:
    told = json.loads(detector(tmp_path).settings)

    assert (told["architecture"], told["convention"]["frames"]) == ("compact", 3)
    assert (told["precision"], told["size"]) == ("fp32", [WIDTH, HEIGHT])


def searched_from(near: int, path: Path, model: Path, folder: Path) -> Candidates:
    """What an analysis finds that begins near a frame."""
    library = open_library(folder)
    video, table = enter(library, path)
    work = track_ball(library, video, table, AnalysisRequest(str(model)), lambda: near)
    run = drained(work).run
    assert run.model == model.name
    with library.connect() as db:
        return candidates(db, run.id, 0, len(table))


@pytest.mark.parametrize("background", [False, True])
def test_an_analysis_by_a_net_does_not_depend_on_the_order(
    tmp_path: Path, background: bool
) -> None:
    model = model_with(tmp_path / "mine", background)
    # the last chunk has three frames of its own
    path = write_video(tmp_path / "rally.mp4", pictures(flying(259)))

    forwards, backwards = (
        searched_from(near, path, model, tmp_path / f"library-{near}") for near in (0, 258)
    )

    assert np.isfinite(forwards.x).any()
    assert np.array_equal(forwards.x, backwards.x, equal_nan=True)
    assert np.array_equal(forwards.score, backwards.score, equal_nan=True)


def test_a_model_that_is_not_there_is_told_before_work_begins(tmp_path: Path) -> None:
    library = open_library(tmp_path / "library")
    video, table = enter(library, write_video(tmp_path / "r.mp4", pictures(flying(3))))

    with pytest.raises(UserError, match="There is no model net"):
        drained(load_detector("net", video, table, library.models))


def test_engines_are_compared_on_pictures_that_move() -> None:
    input_spec = replace(compact_input_spec(TINY, 512), background=True)

    first, *others = example_pictures(input_spec, (WIDTH, HEIGHT))[0].float()

    assert first.max() < 200  # the background: what stands still
    assert all(picture.max() == 250 for picture in others)
    assert not torch.equal(others[0], others[1])


def test_the_first_use_says_what_it_does_and_can_be_left(tmp_path: Path) -> None:
    model = read_model(write_model(tmp_path / "net", tiny_net(seed=77)))
    work = create_net_detector(model, (512, 288), tmp_path / "engines.json")

    assert next(work).endswith("…")
    work.close()
