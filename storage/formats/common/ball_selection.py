"""What other programs' files say of balls, brought to one ball a frame."""

import re
from collections.abc import Iterable, Mapping, Sequence

from storage.errors import UserError
from storage.formats.common.problems import FormatError, Problems
from storage.records import BallRow

_BALL = re.compile(r"(^|[^a-z])(ball|shuttle|shuttlecock|birdie|puck)s?($|[^a-z])")
_NUMBER = re.compile(r"\d+(?=\D*$)")  # the last one of a name


def ball_class(names: Mapping[int, str], wanted: str = "") -> int:
    """The number of the class that is the ball: `wanted`, the only one, or the one called so.

    Raises FormatError where no class or several could be meant.
    """
    if wanted:
        like = [id for id, name in names.items() if name.casefold() == wanted.casefold()]
    else:
        like = [id for id, name in names.items() if _BALL.search(name.lower())]
        like = list(names) if len(names) == 1 else like
    if len(like) == 1:
        return like[0]
    known = ", ".join(sorted(names.values())[:10]) or "none"
    raise FormatError(f"it does not tell which class is the ball; there are: {known}.")


def one_ball_a_frame(rows: Iterable[tuple[str, int, BallRow]], problems: Problems) -> list[BallRow]:
    """Rows by frame from (element, line, row); of several in one frame the surest.

    Two that are equally sure are a problem: the element that came second is told.
    """
    best: dict[int, BallRow] = {}
    for where, line, row in rows:
        other = best.get(row.frame)
        if other is not None and other.confidence == row.confidence:
            problems.add(f"{where}: frame {row.frame} has a second ball.", line)
        elif other is None or row.confidence > other.confidence:
            best[row.frame] = row
    return [best[frame] for frame in sorted(best)]


def frames_of_pictures(
    names: Sequence[str], frames: int, first_number: int | None = None
) -> dict[str, int]:
    """Which frame of a video of `frames` each picture is, told by the names alone.

    As many pictures as frames are the frames, in the order of their numbers. Fewer or more were
    taken at another rate or by choice, and no formula says which: then the person must say what
    the numbers count from. Raises UserError.
    """
    if first_number is not None:
        return {name: number_in(name, first_number) - first_number for name in names}
    if len(names) != frames:
        raise UserError(
            f"The labels are of {len(names)} pictures, the video has {frames} frames.",
            "If the numbers in the pictures' names are frames, say what they count from: "
            "--first-number 0 or 1 on the command line.",
        )
    ordered = sorted(names, key=lambda name: (_number(name), name.encode("utf-8", "replace")))
    return {name: frame for frame, name in enumerate(ordered)}


def number_in(name: str, lowest: int = 0) -> int:
    """The last number in a picture's name, its ending left out. UserError if below `lowest`."""
    found = _number(name)
    if found < max(lowest, 0):
        raise UserError(
            f"The picture {name[:80]!r} has no number from {lowest} on.",
            "Give the pictures the numbers of their frames, or leave --first-number away.",
        )
    return found


def _number(name: str) -> int:
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or name
    found = _NUMBER.search(stem)
    return int(found[0]) if found and len(found[0]) < 10 else -1
