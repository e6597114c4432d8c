"""A small video with labels, to make data sets of."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import numpy as np

from storage.formats.export.request import LabelledVideo
from storage.media.encoding import MovieWriter, PictureFormat
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import scan_frames
from storage.records import (
    BallTrack,
    BallTrackBuilder,
    Clip,
    Event,
    Review,
    Source,
    Video,
    Visibility,
)
from tests.draining import drained

FRAMES = 30
WIDTH, HEIGHT = 160, 120
TICK = Fraction(1, 30_000)
NOON = datetime(2026, 11, 20, 12, 0, 0, 123, tzinfo=UTC)
REVIEWED = (Review.ACCEPTED, Review.CORRECTED)


def made_video(path: Path, variable: bool = False) -> LabelledVideo:
    """A video whose frames grow brighter by 8 from one to the next; nothing is known of it."""
    stamps = [1000 * n + (370 * (n % 3) if variable else 0) for n in range(FRAMES + 1)]
    with MovieWriter(path, PictureFormat(WIDTH, HEIGHT, TICK, Fraction(30)), crf=1) as movie:
        for n in range(FRAMES):
            pixels = np.full((HEIGHT, WIDTH, 3), 8 * n, np.uint8)
            movie.write_pixels(pixels, stamps[n], stamps[n + 1] - stamps[n])
    table = drained(scan_frames(path))
    rate = None if variable else Fraction(30)
    video = Video(fingerprint(path), path, FRAMES, WIDTH, HEIGHT, 1.0, rate)
    return LabelledVideo(video, table, BallTrack.empty(FRAMES))


def labelled(video: LabelledVideo) -> LabelledVideo:
    """Balls in frames 0, 3 (absent) and 25 by a person, 1 rejected, 2 by the model; two hits."""
    track = BallTrackBuilder.empty(FRAMES)
    track.source[[0, 1, 3, 25]] = Source.HUMAN
    track.source[2] = Source.MODEL
    track.confidence[[0, 2, 3, 25]] = [1, 0.5, 1, 1]
    track.review[[0, 3, 25]] = [Review.ACCEPTED, Review.CORRECTED, Review.CORRECTED]
    track.review[1] = Review.REJECTED
    track.visibility[[0, 2, 25]] = [Visibility.CLEAR, Visibility.CLEAR, Visibility.OCCLUDED]
    track.x[[0, 2, 25]], track.y[[0, 2, 25]] = [10.25, 20, 30], [40, 50, 60]
    hits = (Event(5, "hit"), Event(9, "bounce"))
    guess = Event(12, "hit", 0.5, Source.MODEL, Review.UNREVIEWED)
    return replace(
        video,
        ball=track.build(),
        events=(*hits, guess),
        clips=(Clip(0, 4, "serve"), Clip(10, 16, "smash")),
    )
