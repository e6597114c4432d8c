"""Timelines by chance, as hard for editors' formats as real ones."""

import random
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from storage.formats.timelines.timeline import EditTimeline, TimelineItem, TimelineSource

RATES = (
    Fraction(24_000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30_000, 1001),
    Fraction(30),
    Fraction(50),
    Fraction(60_000, 1001),
    Fraction(60),
)
DROPPING = (Fraction(30_000, 1001), Fraction(60_000, 1001))
NAMES = ("2026-05-01 final court1.mp4", "2026-05-01 final court2.mp4", 'Müller & "Söhne" <é>.mov')


@dataclass(frozen=True, slots=True)
class Piece:
    """What must come back of an item, whatever the format."""

    name: str  # of the file
    first: int
    stop: int
    begin: int
    end: int


def source(
    name: str, rate: Fraction | None, frames: int = 200_000, start: int = 0
) -> TimelineSource:
    return TimelineSource(
        Path("/videos") / name, f"{abs(hash(name)):x}", rate, frames, 1920, 1080, start, channels=2
    )


def timeline_by_chance(
    rate: Fraction, drop: bool, items: int, *, dissolves: bool = False, seed: int = 1
) -> EditTimeline:
    """Some of the sources have a time code, one begins at 14:09:42:10; ranges may be equal."""
    rng = random.Random(f"{rate} {drop} {seed}")
    base = round(rate)
    starts = (0, ((14 * 60 + 9) * 60 + 42) * base + 10, rng.randrange(20 * 3600 * base))
    sources = [
        replace(source(name, rate, start=start), drop_frame=drop)
        for name, start in zip(NAMES, starts, strict=True)
    ]
    sources[2] = replace(sources[2], channels=0)
    made: list[TimelineItem] = []
    for number in range(items):
        chosen = rng.choice(sources)
        first = rng.randrange(chosen.frames - 400)
        stop = first + rng.randint(30, 400)
        dissolve = rng.randint(1, 14) if dissolves and number and rng.random() < 0.3 else 0
        made.append(TimelineItem(chosen, first, stop, f"Rally {number + 1}", dissolve))
    made[-1] = replace(made[-1], first=made[0].first, stop=made[0].stop, source=made[0].source)
    start = 3600 * base - (108 if drop and base == 30 else 216 if drop else 0)
    return EditTimeline("Best of & <all>", rate, 1920, 1080, tuple(made), start, drop)


def pieces(timeline: EditTimeline) -> list[Piece]:
    """Each item with all frames that it is seen in, also while it blends with another."""
    return [
        Piece(p.item.source.name, p.item.first, p.item.stop, p.begin, p.end)
        for p in timeline.placed()
    ]
