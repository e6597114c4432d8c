"""What stands behind options, read alike by all commands; argparse shows what is wrong with it."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import Any, TypeVar

from app.cli.arguments.frame_ranges import parse_range, parse_ranges

Value = TypeVar("Value")


def frames(text: str) -> range:
    """The frames of `A-B`, both included."""
    return _told(parse_range, text)


def frame_list(text: str) -> list[range]:
    """The frames of a list such as `0,17,100-120`."""
    return _told(parse_ranges, text)


def number(
    lowest: float, highest: float, kind: Callable[[str], float] = int
) -> Callable[[str], Any]:
    """Reads a number in [lowest, highest]."""

    def read(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = float("nan")  # which is nowhere between
        if not lowest <= value <= highest:
            raise ArgumentTypeError(f"{text!r} is not a number from {lowest:,} to {highest:,}")
        return value

    return read


def _told(parse: Callable[[str], Value], text: str) -> Value:
    try:
        return parse(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
