"""Videos with labels that exist as numbers alone, to be written in any format and read again."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from storage.formats.common.label_set import LabelSet, LabelTarget
from storage.formats.export.dataset import DataSetFormat, DataSetRequest, export_data_set
from storage.formats.export.request import LabelledVideo
from storage.media.frame_table import FrameTable
from storage.media.streams import VideoStream
from storage.records import BallRow, BallTrackBuilder, Event, Review, Source, Video, Visibility
from tests.draining import drained

FRAMES, WIDTH, HEIGHT = 60, 640, 360
ANY: list[Source] = [source for source in Source if source != Source.NONE]
# of a camera that drops frames: no rate gives their times
STAMPS = np.cumsum([3003 * (1 + (n % 7 == 3) + 4 * (n == 20)) for n in range(FRAMES)])


def table(frames: int = FRAMES, stamps: Iterable[int] | None = None) -> FrameTable:
    """A frame table of `frames`, at 25 a second unless `stamps` in 1/90000 s say otherwise."""
    pts = np.array(list(stamps) if stamps is not None else range(0, 3600 * frames, 3600), np.int64)
    plain = VideoStream(
        codec="h264", width=WIDTH, height=HEIGHT, coded_width=WIDTH, coded_height=HEIGHT,
        sample_aspect=Fraction(1), rotation=0, mirrored=False, time_base=Fraction(1, 90_000),
        interlaced=False, colorspace=2, color_range=0, color_primaries=2, color_trc=2, audio=None,
    )  # fmt: skip
    steps = np.append(np.diff(pts), 3600)
    nothing = np.zeros(len(pts), np.bool_)
    first = np.zeros(1, np.int64)
    return FrameTable(plain, pts, steps, nothing, nothing, first, first, first)


def video(frames: int = FRAMES, name: str = "final.mp4", **fields: Any) -> Video:
    print_of = f"{name:0<64}".encode().hex()[:64]
    plain = Video(print_of, Path("/videos") / name, frames, WIDTH, HEIGHT, 2.4, Fraction(25))
    return replace(plain, **fields)


def target(times: FrameTable | None = None, **fields: Any) -> LabelTarget:
    """That video, or one with other `fields`, to read labels for."""
    film = video(**fields)
    return LabelTarget(film, times or table(film.frames))


def balls(labels: LabelSet) -> list[BallRow]:
    return list(labels.balls)


def labelled(
    rows: Iterable[BallRow], events: Iterable[Event] = (), name: str = "final.mp4", **fields: Any
) -> LabelledVideo:
    """A video with these labels; those of people are reviewed, others are not."""
    track = BallTrackBuilder.empty(FRAMES)
    for row in rows:
        at = row.frame
        track.visibility[at], track.source[at] = row.visibility, row.source
        track.confidence[at] = row.confidence
        if row.x is not None and row.y is not None:
            track.x[at], track.y[at] = row.x, row.y
        if row.source == Source.HUMAN:
            track.review[at] = Review.CORRECTED
    plain = LabelledVideo(video(name=name), table(), track.build(), tuple(events))
    return replace(plain, **fields)


def written(
    format: DataSetFormat, videos: Iterable[LabelledVideo], out: Path, **choices: Any
) -> Path:
    """Write a data set without pictures; they need a file of a video."""
    request = DataSetRequest(list(videos), out, **{"images": None} | choices)
    drained(export_data_set(format, request))
    return out


def ball(frame: int, x: float = 100.0, y: float = 50.0, **fields: Any) -> BallRow:
    return replace(BallRow(frame, Visibility.CLEAR, x, y), **fields)


def absent(frame: int) -> BallRow:
    return BallRow(frame, Visibility.ABSENT)


@st.composite
def row_lists(draw: st.DrawFn, sources: list[Source], within: int = FRAMES) -> list[BallRow]:
    """Labels of some frames, in and just outside of the picture's middle and at its edges."""
    x, y = (st.floats(0, side - 1).map(lambda at: round(at, 3)) for side in (WIDTH, HEIGHT))
    frames = draw(st.sets(st.integers(0, within - 1), min_size=1, max_size=12))
    return [_row(draw, frame, x, y, sources) for frame in sorted(frames)]


def _row(
    draw: st.DrawFn,
    frame: int,
    x: st.SearchStrategy[float],
    y: st.SearchStrategy[float],
    sources: list[Source],
) -> BallRow:
    source = draw(st.sampled_from(sources))
    visible = draw(st.sampled_from(Visibility))
    there = visible != Visibility.ABSENT
    sure = 1.0 if source == Source.HUMAN else round(draw(st.floats(0, 1)), 4)
    # a track keeps confidences as float32; here they come back as they went in
    place = (draw(x), draw(y)) if there else (None, None)
    return BallRow(frame, visible, place[0], place[1], float(np.float32(sure)), source)


def near(found: list[BallRow], wanted: list[BallRow], pixels: float = 0.002) -> bool:
    """Whether the same is said of the same frames, to the resolution of a format."""
    return len(found) == len(wanted) and all(map(_near(pixels), found, wanted))


def _near(pixels: float):  # type: ignore[no-untyped-def]
    def same(one: BallRow, other: BallRow) -> bool:
        facts = (one.frame, one.visibility, one.source) == (
            other.frame, other.visibility, other.source,
        )  # fmt: skip
        sure = abs(one.confidence - other.confidence) < 1e-4
        if one.x is None or other.x is None or one.y is None or other.y is None:
            return facts and sure and one.x == other.x
        return facts and sure and max(abs(one.x - other.x), abs(one.y - other.y)) < pixels

    return same
