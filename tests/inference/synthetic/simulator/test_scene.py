import numpy as np
import pytest

from inference.synthetic.simulator.arena import background_picture, net
from inference.synthetic.simulator.court import BADMINTON, TENNIS, Court
from inference.synthetic.simulator.figure import figure
from inference.synthetic.simulator.player import player
from inference.synthetic.simulator.rally import NEAR
from inference.synthetic.simulator.scene import Scene, random_scene
from inference.synthetic.simulator.scoreboard import scoreboard

WIDTH, HEIGHT = 320, 180


def scene_of(seed: int, court: Court | None = None) -> Scene:
    return random_scene(np.random.default_rng(seed), WIDTH, HEIGHT, court)


def test_the_same_chance_draws_the_same_scene() -> None:
    assert scene_of(3) == scene_of(3)
    assert scene_of(3) != scene_of(4)


def test_both_sports_are_drawn() -> None:
    assert {scene_of(seed).arena.court.name for seed in range(12)} == {"tennis", "badminton"}


@pytest.mark.parametrize("court", [TENNIS, BADMINTON], ids=lambda court: court.name)
@pytest.mark.parametrize("seed", range(6))
def test_the_whole_court_is_in_the_picture(court: Court, seed: int) -> None:
    x, y = court.half_width, court.half_length
    corners = [(sx * x, sy * y, 0.0) for sx in (-1, 1) for sy in (-1, 1)]
    seen = scene_of(seed, court).camera.project(corners)

    assert seen[:, 0].min() > 0
    assert seen[:, 0].max() < WIDTH - 1
    assert seen[:, 1].min() > 0
    assert seen[:, 1].max() < HEIGHT - 1


@pytest.mark.parametrize("court", [TENNIS, BADMINTON], ids=lambda court: court.name)
def test_lines_and_net_are_drawn_where_the_camera_sees_them(court: Court) -> None:
    scene = scene_of(1, court)
    picture = background_picture(scene, np.random.default_rng(1))
    x, y, _ = scene.camera.project((court.half_width, -court.half_length, 0)).round().astype(int)
    tape_x, tape_y, _ = scene.camera.project((0, 0, court.net_height - 0.04)).round().astype(int)
    net(scene).lay_over(picture)

    assert picture.shape == (HEIGHT, WIDTH, 3)
    assert picture[y, x].min() > picture[y + 6, x].min() + 20
    assert picture[tape_y, tape_x].min() > 130


def test_a_player_stands_on_the_ground_and_throws_a_shadow() -> None:
    scene = scene_of(1, TENNIS)
    idle = player([], (0.0, -8.0), NEAR, 2.0)
    body, dark = figure(idle, scene.near, scene.camera, (0.5, 0.0), (1.0, 1.01))
    _, feet, _ = scene.camera.project((0.0, -8.0, 0.0))
    rows = np.flatnonzero(body.opacity.max(axis=(1, 2)) > 0.5) + body.top

    assert abs(rows.max() - feet) < 3
    assert dark.opacity.max() > 0.2
    assert dark.colour.max() == 0


def test_the_score_is_inside_the_picture() -> None:
    board = scoreboard(HEIGHT)

    assert board.left > 0
    assert board.top + board.opacity.shape[0] < HEIGHT
