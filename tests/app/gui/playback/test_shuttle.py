import pytest

from app.gui.playback.shuttle import shuttled


@pytest.mark.parametrize("direction", [1, -1])
def test_presses_one_way_double_the_speed_up_to_eight_times(direction: int) -> None:
    speed, speeds = 0.0, []
    for _ in range(5):
        speed = shuttled(speed, direction)
        speeds.append(speed * direction)

    assert speeds == [1, 2, 4, 8, 8]


@pytest.mark.parametrize("direction", [1, -1])
def test_presses_against_the_way_of_play_slow_down_and_turn_round(direction: int) -> None:
    speed, speeds = -8.0 * direction, []
    for _ in range(5):
        speed = shuttled(speed, direction)
        speeds.append(speed * direction)

    assert speeds == [-4, -2, -1, 1, 2]


def test_slow_motion_turns_round_at_normal_speed() -> None:
    assert shuttled(0.25, -1) == -1
