from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, QPainter

from app.workflows.export.overlay import (
    ACCEPTED,
    HOLLOW,
    REJECTED,
    SOURCE_COLOURS,
    TRAIL,
    ball_drawer,
)
from storage.records import BallTrack, BallTrackBuilder, Review, Source, Visibility
from widgets.common import theme
from widgets.picture.ball_marks import mark_at, marks_in, paint_ball, paint_trail


def track(frames: int) -> BallTrack:
    """A ball that moves ten pixels a frame along the line 50."""
    builder = BallTrackBuilder.empty(frames)
    builder.visibility[:] = Visibility.CLEAR
    builder.x[:] = 10 * np.arange(frames)
    builder.y[:] = 50
    builder.confidence[:] = 1
    builder.source[:] = Source.MODEL
    return builder.build()


def test_the_ball_is_drawn_into_the_picture_itself() -> None:
    picture = np.zeros((100, 200, 4), np.uint8)

    ball_drawer(track(20), trail=0)(picture, 10)

    changed = np.argwhere(picture.any(axis=2))
    assert np.allclose(changed.mean(axis=0), [50, 100], atol=0.5)


def test_padded_lines_are_respected() -> None:
    padded = np.zeros((100, 256, 4), np.uint8)

    ball_drawer(track(20), trail=0)(padded[:, :200], 10)

    assert padded[50, 80:120].any()
    assert not padded[:, 200:].any()


def test_the_way_behind_the_ball_is_drawn_too() -> None:
    picture = np.zeros((100, 200, 4), np.uint8)

    ball_drawer(track(20), trail=5)(picture, 10)

    assert picture[50, 55:85].any()
    assert not picture[50, :45].any()


def test_a_frame_that_nobody_looked_at_stays_as_it_is() -> None:
    picture = np.zeros((100, 200, 4), np.uint8)

    ball_drawer(BallTrack.empty(20))(picture, 10)

    assert not picture.any()


def painted(picture: NDArray[np.uint8], ball: BallTrack, frame: int) -> NDArray[np.uint8]:
    """The picture as the window shows it."""
    made = picture.copy()
    height, width, _ = made.shape
    image = QImage(made.data, width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_trail(painter, marks_in(ball, frame - TRAIL, frame + 1))
    if (mark := mark_at(ball, frame)) is not None:
        paint_ball(painter, mark)
    painter.end()
    return made


@pytest.mark.parametrize("review", [Review.UNREVIEWED, Review.ACCEPTED, Review.REJECTED])
@pytest.mark.parametrize("visibility", [Visibility.CLEAR, Visibility.HARD, Visibility.OCCLUDED])
@pytest.mark.parametrize("source", list(SOURCE_COLOURS))
def test_it_looks_as_in_the_window(source: Source, visibility: Visibility, review: Review) -> None:
    builder, frame = BallTrackBuilder.empty(20), np.arange(20)
    builder.x[:], builder.y[:] = 12 + 17.3 * frame, 60.3 + 40 * np.sin(frame / 3)
    builder.source[:], builder.visibility[:], builder.review[:] = source, visibility, review
    builder.confidence[:] = 0.8
    ball = builder.build()
    ground = np.full((130, 380, 4), 128, np.uint8)
    ours = ground.copy()

    ball_drawer(ball)(ours, 15)

    theirs = painted(ground, ball, 15)
    apart = np.abs(ours[:, :, :3].astype(int) - theirs[:, :, :3])
    assert apart.sum() < 0.4 * np.abs(theirs[:, :, :3].astype(int) - 128).sum()
    assert (apart.max(axis=2) > 90).sum() == 0


def test_colours_are_those_of_the_window() -> None:
    colours = {source: QColor(*colour) for source, colour in SOURCE_COLOURS.items()}

    assert colours == {source: theme.SOURCE_COLOURS[source] for source in SOURCE_COLOURS}
    assert QColor(*ACCEPTED) == theme.REVIEW_COLOURS[Review.ACCEPTED]
    assert QColor(*REJECTED) == theme.REVIEW_COLOURS[Review.REJECTED]
    assert QColor(*HOLLOW) == theme.WELL


@pytest.mark.parametrize("at", [(-30, 50), (0, 0), (199, 99), (500, 500)])
def test_a_ball_at_or_beyond_the_edge_is_cut_off(at: tuple[float, float]) -> None:
    ball = replace(track(3), x=np.full(3, float(at[0])), y=np.full(3, float(at[1])))
    picture = np.zeros((100, 200, 4), np.uint8)

    ball_drawer(ball)(picture, 2)

    inside = 0 <= at[0] < 200 and 0 <= at[1] < 100
    assert picture.any() == inside
