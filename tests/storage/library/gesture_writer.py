"""Writes random gestures until it is killed, and says each one's id once it has been written."""

import random
from pathlib import Path
from uuid import UUID

from sqlite_utils import Database

from storage.library.journal.journal import redo, undo, write_gesture
from storage.library.library import open_library
from storage.records import (
    BallLabel,
    Changes,
    Clip,
    Edit,
    Event,
    Visibility,
    ball_key,
    clip_key,
    event_key,
)
from tests.storage.library.builders import VIDEO


def write_for_ever(folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    with open_library(folder).connect() as db:
        while True:
            if made := _write(db, chance):
                print(made[0].gesture, flush=True)


def _write(db: Database, chance: random.Random) -> list[Edit]:
    """One random step: mostly a gesture, sometimes undo or redo."""
    step = chance.random()
    if step < 0.2:
        return undo(db, VIDEO, "me").edits
    if step < 0.3:
        return redo(db, VIDEO, "me").edits
    return write_gesture(db, VIDEO, _changes(chance), "me")


def _changes(chance: random.Random) -> Changes:
    """A drag of one ball, or a range of up to 200, with an event and a clip."""
    first = chance.randrange(800)
    count = chance.choice([1, 1, 1, 20, 200])
    balls: Changes = {ball_key(frame): _ball(chance) for frame in range(first, first + count)}
    event = event_key(UUID(int=chance.randrange(9)))
    clip = clip_key(UUID(int=chance.randrange(9)))
    rest: Changes = {event: Event(first, "hit"), clip: Clip(first, first + count, "rally")}
    return {**balls, **(rest if chance.random() < 0.3 else {})}


def _ball(chance: random.Random) -> BallLabel | None:
    if chance.random() < 0.1:
        return None
    return BallLabel(Visibility.CLEAR, chance.uniform(0, 1280), chance.uniform(0, 720))
