"""The ball drawn into exported video, by the very functions that draw it on the screen."""

from collections.abc import Generator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from app.workflows.export.exports import keep_source, known_ball
from app.workflows.videos import OpenedVideo
from storage.library.library import Library
from storage.media.clip_encoder import Draw, cut_clip
from storage.progress import Progress
from storage.records import BallTrack
from widgets.picture.ball_marks import mark_at, marks_in, paint_ball, paint_trail

TRAIL = 20  # frames behind the ball
_WIDTH = 1280  # of a picture in which marks are as large as on the screen


def export_overlay(
    library: Library, opened: OpenedVideo, out: Path, frames: range
) -> Generator[Progress, None, Path]:
    """Write `frames` of the video with the effective ball drawn in, as the MP4 file `out`."""
    keep_source(opened.video, out)
    draw = ball_drawer(known_ball(library, opened.video))
    path, table = opened.video.path, opened.table
    return (yield from cut_clip(path, table, frames.start, frames.stop, out, draw))


def ball_drawer(track: BallTrack, trail: int = TRAIL) -> Draw:
    """A function that draws the ball of a frame, and its way there, into that frame's picture.

    It takes a writable BGRA picture (H, W, 4) and the frame's number. Paths and lines alone are
    drawn, so it needs neither an application nor a screen, and runs on any thread.
    """

    def draw(picture: NDArray[np.uint8], frame: int) -> None:
        height, width, _ = picture.shape
        unit = max(1.0, width / _WIDTH)
        whole = np.ascontiguousarray(picture)  # Qt takes no lines with padding behind them
        image = QImage(whole.data, width, height, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        paint_trail(painter, marks_in(track, frame - trail, frame + 1), unit=unit)
        mark = mark_at(track, frame)
        if mark is not None:
            paint_ball(painter, mark, unit)
        painter.end()
        if whole is not picture:
            picture[:] = whole

    return draw
