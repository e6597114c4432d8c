from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.workflows.analysis.track_ball import AnalysisRequest, track_ball
from inference.ball.detection.heatmaps import HeatMap, HeatMaps, heat_maps
from inference.ball.detection.net_detector import NetDetector, create_net_detector
from inference.ball.models.folder import read_model
from storage.library.library import Library, open_library
from storage.library.predictions.predictions import candidates
from storage.media.frame_table import FrameTable
from storage.media.reader import ReadCancelled
from storage.records import Candidates, Video
from tests.draining import drained
from tests.inference.ball.nets.tiny import CARD, TINY, tiny_net, write_model
from tests.inference.ball.pictures import HEIGHT, WIDTH, enter, flying, pictures, write_video

FRAMES = 270
BACKGROUND = CARD.replace("frames = 3\n", "frames = 3\nbackground = true\n")
Footage = tuple[Library, Video, FrameTable]


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    """A video of two chunks and two shots."""
    folder = tmp_path_factory.mktemp("heat")
    rally = pictures(flying(FRAMES))
    rally[100:] = 255 - rally[100:, :, ::-1]
    library = open_library(folder / "library")
    return library, *enter(library, write_video(folder / "rally.mp4", rally))


def detector_of_mine(footage: Footage, card: str) -> NetDetector:
    """A tiny net with this card, which is that of the model "mine" of the library from then on."""
    library, video, _ = footage
    net = tiny_net(config=replace(TINY, background="background" in card))
    model = read_model(write_model(library.models / "mine", net, card))
    size = model.input_spec.scaled_size(video.width, video.height)
    return drained(create_net_detector(model, size, library.folder / "engines.json", "cpu"))


@pytest.fixture(scope="module", params=[CARD, BACKGROUND], ids=["plain", "background"])
def analysed(footage: Footage, request: pytest.FixtureRequest) -> tuple[NetDetector, Candidates]:
    """A net, and what an analysis by it finds."""
    library, video, table = footage
    detector = detector_of_mine(footage, request.param)
    run = drained(track_ball(library, video, table, AnalysisRequest("mine", "cpu"))).run
    with library.connect() as db:
        return detector, candidates(db, run.id, 0, video.frames)


@pytest.fixture(scope="module")
def detector(footage: Footage) -> NetDetector:
    return detector_of_mine(footage, CARD)


@pytest.fixture
def maps(footage: Footage, detector: NetDetector) -> Iterator[HeatMaps]:
    _, video, table = footage
    with closing(HeatMaps(detector, video, table)) as maps:
        yield maps


def hottest(map: HeatMap) -> tuple[float, float, float]:
    """Middle of the hottest cell in display pixels, and how hot it is."""
    row, column = np.unravel_index(int(map.scores.argmax()), map.scores.shape)
    rows, columns = map.scores.shape
    x = (float(column) + 0.5) * map.width / columns - 0.5
    return x, (float(row) + 0.5) * map.height / rows - 0.5, float(map.scores.max())


def test_a_window_gives_a_map_for_each_picture(detector: NetDetector) -> None:
    found, side = heat_maps(detector, pictures(flying(3)))

    assert found.shape == (3, HEIGHT // 2, WIDTH // 2)
    assert found.dtype == np.float32
    assert side == 2
    assert (found > 0).all()
    assert (found < 1).all()


def test_pictures_that_the_net_sees_filled_up_have_a_map_of_their_own_size(
    footage: Footage, tmp_path: Path
) -> None:
    model = read_model(write_model(tmp_path / "net"))
    odd = drained(create_net_detector(model, (98, 102), tmp_path / "engines.json", "cpu"))

    found, _ = heat_maps(odd, pictures(flying(3))[:, :102, :98])
    assert found.shape == (3, 51, 49)


@pytest.mark.parametrize("frame", [0, 50, 99, 100, 200, 255, 256, FRAMES - 1])
def test_a_map_has_its_peak_where_the_analysis_has_its_best_candidate(
    footage: Footage, analysed: tuple[NetDetector, Candidates], frame: int
) -> None:
    detector, found = analysed
    cuts = np.flatnonzero(found.cut).tolist()
    with closing(HeatMaps(detector, *footage[1:])) as maps:
        shown = {map.frame: map for map in maps.around(frame, cuts)}

    x, y, score = hottest(shown[frame])
    assert cuts == [100]
    assert score == pytest.approx(found.score[frame, 0], abs=1e-4)
    assert abs(x - found.x[frame, 0]) < 3  # its cell, and the way from there to the ball
    assert abs(y - found.y[frame, 0]) < 3


def test_all_frames_of_a_window_come_at_once(maps: HeatMaps) -> None:
    assert [map.frame for map in maps.around(31)] == [30, 31, 32]


def test_a_map_covers_the_picture_in_display_pixels(footage: Footage, maps: HeatMaps) -> None:
    [map, *_] = maps.around(0)

    assert (map.width, map.height) == (footage[1].width, footage[1].height)


def test_a_read_can_be_given_up(maps: HeatMaps) -> None:
    with pytest.raises(ReadCancelled):
        maps.around(200, cancelled=lambda: True)
    assert maps.around(200)
