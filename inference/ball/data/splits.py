"""What is kept back from training, to judge by: whole videos, and venues where there are several.

Neighbouring frames show nearly the same, so a split by frame would judge what was learned by heart.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from inference.ball.data.labelled_footage import Labelled
from storage.errors import UserError

ENOUGH = 150  # visible balls: fewer say little
_LARGEST = 1 / 3  # of all labels
NOTHING = "nothing"  # the name of what is held out where all is to be trained on
_DIGITS = 8  # of a fingerprint, at least, that name a video


@dataclass(frozen=True, eq=False)
class Division:
    """What is trained on, and what is held out."""

    training: tuple[Labelled, ...]
    exam: tuple[Labelled, ...]


def divided(
    footage: Sequence[Labelled],
    named: Sequence[str] = (),
    frozen: Collection[str] = (),
) -> Division:
    """`footage` without what is held out, and that.

    Held out is what is `named`: by the beginning of a video's name or its fingerprint, by its path,
    or that of a folder that it lies in. If nothing is, what is `frozen`, videos, as far as it is
    there: an exam stays the same from one training to the next. Else whole venues, or videos where
    there is one venue, by chance but always the same, until there are balls enough, a third of all
    labels at most; perhaps nothing. UserError if a name names nothing.
    """
    if list(named) == [NOTHING]:
        return _split(footage, ())
    if named:
        return _split(footage, [each for name in named for each in _called(footage, name)])
    known = [each for each in footage if each.video in frozen]
    return _split(footage, known or _by_chance(footage))


def _split(footage: Sequence[Labelled], exam: Sequence[Labelled]) -> Division:
    held = {each.video for each in exam}
    parts = tuple(
        tuple(each for each in footage if (each.video in held) is wanted)
        for wanted in (False, True)
    )
    return Division(*parts)


def _called(footage: Sequence[Labelled], name: str) -> list[Labelled]:
    path = Path(name).expanduser().resolve()
    found = [
        each
        for each in footage
        if each.name.startswith(name)
        or (len(name) >= _DIGITS and each.video.startswith(name.lower()))
        or each.path.resolve().is_relative_to(path)
    ]
    if not found:
        some = ", ".join(sorted(each.name for each in footage)[:5])
        raise UserError(
            f"Nothing that could be held out is called {name}.",
            f"Name the beginning of a video's name, or a folder. There are {some}, …"
            if len(footage) > 5
            else f"Name the beginning of a video's name, or a folder. There is {some}.",
        )
    return found


def _by_chance(footage: Sequence[Labelled]) -> list[Labelled]:
    places = venues(footage)
    groups = places if len(places) > 1 else [[each] for each in footage]
    most = _LARGEST * sum(each.labels for each in footage)
    held: list[Labelled] = []
    for group in sorted(groups, key=_lot):
        if sum(each.balls for each in held) >= ENOUGH:
            break
        if sum(each.labels for each in [*held, *group]) <= most:
            held += group
    return held


def venues(footage: Iterable[Labelled]) -> list[list[Labelled]]:
    """What was filmed in one place, place by place."""
    ordered = sorted(footage, key=lambda each: each.venue)
    return [list(group) for _, group in groupby(ordered, key=lambda each: each.venue)]


def _lot(group: Sequence[Labelled]) -> str:
    """What the order of groups goes by: chance, but the same on every machine."""
    names = sorted(each.video for each in group)
    return sha256("".join(names).encode()).hexdigest()
