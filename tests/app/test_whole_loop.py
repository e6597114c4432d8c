"""The whole loop, as a user goes through it: open, track, correct, close, reopen, export."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from app.gui.window import Window
from storage.records import Review, Source
from tests.app.rally import FRAMES, ball_at
from tests.app.user import User


def test_the_whole_loop(
    user: User, new_window: Callable[[], Window], rally: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    user.opens(rally)
    user.tracks_until_cancelled()
    assert 0 < np.count_nonzero(user.track.source) < FRAMES
    user.tracks_to_the_end()
    found = np.hypot(*(np.stack([user.track.x, user.track.y]) - _truth())) < 4
    assert found.mean() > 0.8

    for _ in range(10):
        user.presses("Right")
    user.sees_frame(10)
    before = user.track.x[10], user.track.y[10]
    user.drags_the_ball(20, 10)
    assert user.track.source[10] == Source.HUMAN
    corrected = user.track.x[10], user.track.y[10]
    assert np.hypot(corrected[0] - before[0] - 20, corrected[1] - before[1] - 10) < 1
    user.undoes()
    assert (user.track.x[10], user.track.y[10]) == before

    user.window.close()
    again = User(new_window(), qtbot)
    again.opens(rally)
    assert (again.track.source != Source.NONE).all()
    again.redoes()
    assert (again.track.x[10], again.track.y[10]) == corrected
    assert again.track.review[10] == Review.CORRECTED

    again.exports("csv", tmp_path / "rally.ball.csv")
    with (tmp_path / "rally.ball.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == FRAMES
    assert [row["frame"] for row in rows if row["source"] == "human"] == ["10"]


def _truth() -> NDArray[np.float64]:
    return np.array([ball_at(frame) for frame in range(FRAMES)]).T
