"""Frames as a person names them: `17`, `10-20`, `0,17,250`; the last one is meant too."""

from collections.abc import Iterable

from storage.errors import UserError


def parse_range(text: str) -> range:
    """The frames that `text` names: `10-20` with both ends, `17` alone.

    Raises ValueError, which argparse shows as wrong usage.
    """
    first, dash, last = text.strip().partition("-")
    frames = range(_frame(first), _frame(last if dash else first) + 1)
    if not frames:
        raise ValueError(f"{text!r} ends before it begins")
    return frames


def parse_ranges(text: str) -> list[range]:
    """The ranges of a list with commas, such as `0,17,100-120`."""
    return [parse_range(part) for part in text.split(",")]


def check_inside(ranges: Iterable[range], frames: int) -> None:
    """Refuse ranges that reach beyond a video of `frames` frames."""
    for wanted in ranges:
        if wanted.stop > frames:
            raise UserError(
                f"There is no frame {wanted.stop - 1}: the video has {frames}, "
                f"counted from 0 to {frames - 1}.",
                "Choose frames inside the video.",
            )


def _frame(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"{text!r} is not a frame number")
    return int(text)
