"""Paths of simulated rallies: every event and side is known exactly."""

import numpy as np

from inference.actions.data.ball_path import ball_path
from inference.actions.data.labelled_path import (
    BOUNCE,
    CLASSES,
    FAR,
    HIT,
    NEAR,
    LabelledEvent,
    LabelledPath,
)
from inference.synthetic.simulator.court import BADMINTON, TENNIS
from inference.synthetic.simulator.rally import NEAR as NEAR_SIDE
from inference.synthetic.simulator.rally import Contact, SimulatedRally, play
from inference.synthetic.simulator.scene import random_scene

SIZE = 1280, 720  # pixels of the simulated camera
RATE = 50.0  # frames a second

_COURTS = {"badminton": BADMINTON, "tennis": TENNIS}


def simulated_path(seed: int, sport: str, seconds: float = 12.0) -> LabelledPath:
    """The ball's path through the simulated rally of that `seed`: SPORTS has the sports.

    Positions outside the picture are not known. ValueError where no shot of the rally can be made.
    """
    rng = np.random.default_rng(seed)
    court = _COURTS[sport]
    camera = random_scene(rng, *SIZE, court).camera
    rally = play(rng, court, seconds)
    times = np.arange(int(seconds * RATE)) / RATE
    x, y, _ = camera.project(rally.at(times)).T
    seen = (x > 0) & (x < SIZE[0] - 1) & (y > 0) & (y < SIZE[1] - 1)
    path = ball_path(times, np.where(seen, x, np.nan), np.where(seen, y, np.nan), SIZE)
    classes = frozenset(CLASSES if sport == "tennis" else [HIT])
    return LabelledPath(
        f"{sport} {seed}", "simulator", sport, path, _events(rally, len(times), classes), classes
    )


def _events(
    rally: SimulatedRally, frames: int, classes: frozenset[str]
) -> tuple[LabelledEvent, ...]:
    visible = [c for c in rally.contacts if c.what in classes and c.seconds * RATE < frames - 1]
    return tuple(_event(contact, first=contact is rally.contacts[0]) for contact in visible)


def _event(contact: Contact, first: bool) -> LabelledEvent:
    frame = round(contact.seconds * RATE)
    if contact.what != HIT:
        return LabelledEvent(frame, BOUNCE)
    side = NEAR if contact.side == NEAR_SIDE else FAR
    return LabelledEvent(frame, HIT, side, serve=first)
