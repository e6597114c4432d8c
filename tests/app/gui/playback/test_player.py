from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.gui.playback.pictures import ShownFrame
from app.gui.playback.player import Player
from storage.errors import UserError
from storage.media.frame_table import FrameTable, scan_frames
from tests.app.gui.playback.conftest import FRAMES, WatchedTime, playback_threads
from tests.clips.bar_code import read_number
from tests.clips.writing import Recipe, write_clip
from tests.draining import drained

LAST = FRAMES - 1


def number_in(image: QImage) -> int | None:
    """The number painted into the picture."""
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return read_number(rows[:, 1 : image.width() * 4 : 4])


class Audience:
    """Remembers the frames that were shown; each must be the picture it says it is."""

    def __init__(self, player: Player) -> None:
        self.frames: list[int] = []
        player.frame_shown.connect(self._see)

    def _see(self, picture: ShownFrame) -> None:
        assert number_in(picture.image) == picture.index
        self.frames.append(picture.index)


@pytest.fixture
def opened(player: Player, clip: Path, table: FrameTable, qtbot: QtBot) -> Player:
    with qtbot.waitSignal(player.frame_shown):
        player.open(clip, table)
    return player


@pytest.fixture
def audience(opened: Player) -> Audience:
    return Audience(opened)


def go_to(player: Player, index: int, qtbot: QtBot) -> None:
    player.seek(index)
    qtbot.waitUntil(lambda: player.shown == index)


def until_shown(player: Player, index: int, begin: Callable[[], None], qtbot: QtBot) -> None:
    """Begin something, and come back at the very moment that frame `index` is shown."""
    with qtbot.waitSignal(player.frame_shown, check_params_cb=lambda p: p.index == index):
        begin()


def play_to_the_end(player: Player, qtbot: QtBot) -> None:
    player.play()
    qtbot.waitUntil(lambda: not player.playing)


def test_opening_shows_the_first_frame(opened: Player) -> None:
    assert (opened.position, opened.shown, opened.playing) == (0, 0, False)


def test_a_video_can_be_opened_anywhere(
    player: Player, clip: Path, table: FrameTable, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(player.frame_shown):
        player.open(clip, table, position=37)

    assert player.shown == 37


def test_forward_play_shows_every_frame_in_order(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    play_to_the_end(opened, qtbot)

    assert audience.frames == list(range(1, FRAMES))
    assert opened.dropped == 0


def test_backward_play_shows_every_frame_in_order(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    go_to(opened, LAST, qtbot)

    opened.set_speed(-1)
    play_to_the_end(opened, qtbot)

    assert audience.frames == list(range(LAST, -1, -1))


def test_play_ends_on_the_last_frame_and_starts_over_from_there(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    go_to(opened, LAST - 2, qtbot)
    play_to_the_end(opened, qtbot)
    assert opened.position == LAST

    until_shown(opened, 3, opened.play, qtbot)

    assert audience.frames[:7] == [LAST - 2, LAST - 1, LAST, 0, 1, 2, 3]


@pytest.mark.parametrize("steps", [(1, 1, 1, -1, -1), (30, -1, -1, -1, 1), (59, -59, 20, -1)])
def test_steps_are_exact(
    opened: Player, audience: Audience, qtbot: QtBot, steps: tuple[int, ...]
) -> None:
    frame = 0
    for step in steps:
        frame += step
        opened.step(step)
        qtbot.waitUntil(lambda: opened.shown == opened.position)
        assert audience.frames[-1] == opened.position == frame


def test_steps_stay_inside_the_video(opened: Player) -> None:
    opened.step(-1)
    assert opened.position == 0

    opened.step(1000)
    assert opened.position == LAST


def test_a_step_after_play_goes_on_from_the_frame_on_screen(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    until_shown(opened, 10, opened.play, qtbot)
    opened.step(1)
    qtbot.waitUntil(lambda: opened.shown == 11)
    opened.step(-2)
    qtbot.waitUntil(lambda: opened.shown == 9)

    assert audience.frames == [*range(1, 12), 9]


def test_pausing_keeps_the_frame_and_playing_goes_on_with_the_next(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    until_shown(opened, 10, opened.play, qtbot)
    opened.pause()
    assert opened.position == 10

    play_to_the_end(opened, qtbot)

    assert audience.frames == list(range(1, FRAMES))


def test_the_last_of_many_seeks_wins(opened: Player, audience: Audience, qtbot: QtBot) -> None:
    for index in range(0, FRAMES, 3):
        opened.seek(index)
    opened.seek(41)
    assert opened.position == 41

    qtbot.waitUntil(lambda: opened.shown == 41)

    assert audience.frames[-1] == 41


def test_a_seek_outside_the_video_is_held_inside(opened: Player) -> None:
    opened.seek(10**9)

    assert opened.position == LAST


def test_a_frame_that_is_no_longer_wanted_is_not_shown(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    opened.seek(50)
    opened.seek(0)
    opened.seek(30)
    qtbot.waitUntil(lambda: opened.shown == 30)

    assert 50 not in audience.frames


def test_scrubbing_through_a_long_group_of_pictures_shows_key_frames_meanwhile(
    player: Player, tmp_path: Path, qtbot: QtBot
) -> None:
    long = write_clip(tmp_path / "long.mp4", Recipe(600, width=320, height=180, gop=300))
    player.open(long, drained(scan_frames(long)))
    qtbot.waitUntil(lambda: player.shown == 0)
    stand_ins: list[int] = []
    player.frame_shown.connect(lambda p: None if p.full else stand_ins.append(p.index))

    def scrub() -> bool:
        player.seek(550 + (player.position + 7) % 40)
        return bool(stand_ins)

    qtbot.waitUntil(scrub)

    assert set(stand_ins) == {300}


def test_play_goes_on_after_a_seek(opened: Player, audience: Audience, qtbot: QtBot) -> None:
    until_shown(opened, 5, opened.play, qtbot)

    opened.seek(50)
    qtbot.waitUntil(lambda: not opened.playing)

    assert audience.frames == [*range(1, 6), *range(50, FRAMES)]


def test_a_loop_plays_its_frames_over_and_over(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    opened.set_loop((17, 22))
    opened.play()
    qtbot.waitUntil(lambda: len(audience.frames) >= 12)

    assert audience.frames[:12] == [17, 18, 19, 20, 21, 17, 18, 19, 20, 21, 17, 18]
    assert opened.dropped == 0


def test_a_loop_backwards(opened: Player, audience: Audience, qtbot: QtBot) -> None:
    opened.set_loop((17, 20))
    opened.set_speed(-1)
    opened.play()
    qtbot.waitUntil(lambda: len(audience.frames) >= 7)

    assert audience.frames[:7] == [19, 18, 17, 19, 18, 17, 19]


def test_a_seek_out_of_a_loop_leaves_it_until_play_starts_again(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    opened.set_loop((10, 15))
    until_shown(opened, 14, opened.play, qtbot)
    opened.seek(55)
    qtbot.waitUntil(lambda: not opened.playing)
    assert audience.frames[-5:] == [55, 56, 57, 58, 59]

    until_shown(opened, 10, opened.play, qtbot)


def test_ending_a_loop_plays_on_to_the_end(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    opened.set_loop((50, 55))
    opened.play()
    qtbot.waitUntil(lambda: len(audience.frames) >= 7)

    opened.set_loop(None)
    qtbot.waitUntil(lambda: not opened.playing)

    assert audience.frames[-5:] == [55, 56, 57, 58, 59]


@pytest.mark.parametrize("loop", [(5, 5), (-1, 3), (50, 61)])
def test_a_loop_outside_the_video_is_refused(opened: Player, loop: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="loop"):
        opened.set_loop(loop)


def test_after_a_hitch_play_is_on_time_again_and_what_was_left_out_is_counted(
    opened: Player, audience: Audience, time: WatchedTime, qtbot: QtBot
) -> None:
    until_shown(opened, 10, opened.play, qtbot)

    time.leap(0.3)
    qtbot.waitUntil(lambda: not opened.playing)

    assert audience.frames[:10] == list(range(1, 11))
    assert 20 <= opened.dropped <= 30
    assert len(audience.frames) + opened.dropped == LAST


def test_fast_play_leaves_frames_out_and_drops_none(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    for _ in range(4):
        opened.shuttle(1)
    assert opened.speed == 8

    qtbot.waitUntil(lambda: not opened.playing)

    assert audience.frames[-1] == LAST
    assert len(audience.frames) < LAST
    assert opened.dropped == 0


def test_the_shuttle_turns_round_while_playing(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    until_shown(opened, 30, lambda: opened.shuttle(1), qtbot)

    until_shown(opened, 0, lambda: opened.shuttle(-1), qtbot)

    assert audience.frames == [*range(1, 31), *range(29, -1, -1)]


def test_the_middle_of_the_shuttle_pauses_and_forgets_the_speed(
    opened: Player, qtbot: QtBot
) -> None:
    opened.shuttle(1)
    opened.shuttle(1)
    opened.shuttle(0)

    assert (opened.playing, opened.speed) == (False, 1)


def test_play_after_shuttling_backwards_goes_forwards(
    opened: Player, audience: Audience, qtbot: QtBot
) -> None:
    go_to(opened, 30, qtbot)
    until_shown(opened, 25, lambda: opened.shuttle(-1), qtbot)
    opened.shuttle(0)

    play_to_the_end(opened, qtbot)

    assert audience.frames == [*range(30, 24, -1), *range(26, FRAMES)]


def test_the_preview_shows_the_first_frame_without_a_table(
    player: Player, clip: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(player.frame_shown) as shown:
        player.open_preview(clip)

    assert number_in(shown.args[0].image) == 0


def test_the_video_takes_over_from_its_preview_without_showing_it_again(
    player: Player, clip: Path, table: FrameTable, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(player.frame_shown):
        player.open_preview(clip)
    audience = Audience(player)

    player.open(clip, table)
    play_to_the_end(player, qtbot)

    assert audience.frames == list(range(1, FRAMES))


def test_a_video_may_take_over_before_its_preview_is_there(
    player: Player, clip: Path, table: FrameTable, qtbot: QtBot
) -> None:
    player.open_preview(clip)
    player.open(clip, table)

    qtbot.waitUntil(lambda: player.shown == 0)


def test_a_file_that_is_gone_pauses_and_says_so(
    player: Player, table: FrameTable, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(player.failed) as failed:
        player.open(tmp_path / "gone.mp4", table)
        player.play()

    assert isinstance(failed.args[0], UserError)
    assert not player.playing


def test_nothing_of_a_closed_video_is_shown(
    opened: Player, audience: Audience, clip: Path, table: FrameTable, qtbot: QtBot
) -> None:
    opened.seek(40)
    opened.close()
    opened.open(clip, table)
    qtbot.waitUntil(lambda: opened.shown == 0)

    assert audience.frames == [0]


def test_closing_under_load_leaves_no_thread(
    player: Player, clip: Path, table: FrameTable, qtbot: QtBot
) -> None:
    for busy in (player.play, lambda: player.seek(59), lambda: player.shuttle(-1)):
        player.open(clip, table, position=30)
        qtbot.waitUntil(lambda: player.shown == 30)
        busy()
        player.close()

    qtbot.waitUntil(lambda: not playback_threads())
    assert player.shown is None
