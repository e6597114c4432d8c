"""Fixtures of the tests of publishing: a reviewed clip, and what reads a bucket back."""

from pathlib import Path

import pytest

from app.workflows.videos import OpenedVideo, open_video
from storage.library.journal.journal import write_gesture
from storage.library.library import Library
from storage.records import BallLabel, Visibility, ball_key
from tests.draining import drained


@pytest.fixture
def opened(library: Library, tracked: Path) -> OpenedVideo:
    """The tracked clip, in which a person has said where the ball is in frames 3, 4 and 9."""
    opened = drained(open_video(library, tracked))
    for frame in (3, 4, 9):
        say(library, opened, frame)
    return opened


def say(library: Library, opened: OpenedVideo, frame: int, x: float = 40.0) -> None:
    """Label the ball of a frame."""
    with library.connect() as db:
        label = BallLabel(Visibility.CLEAR, x, 30.0)
        write_gesture(db, opened.video.fingerprint, {ball_key(frame): label}, "ana")
