"""The options of `touchline highlights`."""

import argparse
import math
from pathlib import Path

from inference.models.locations import DEFAULT

TIMELINE_FORMATS = ("edl", "fcpxml", "otio", "xmeml")
TERM_NAMES = ("length", "shots", "speed", "sound", "certainty")
_MOST_SECONDS = 3600.0
_MOST_WEIGHT = 100.0


def add_highlights(parser: argparse.ArgumentParser) -> None:
    """Which videos, what the reel is to be like, and what is written."""
    parser.add_argument("videos", metavar="VIDEO", type=Path, nargs="+")
    parser.add_argument(
        "--out", metavar="REEL.mp4", type=Path, required=True, help="the reel; lists go beside it"
    )
    parser.add_argument(
        "--duration", metavar="S", type=_seconds, default=60.0, help="seconds; default: 60"
    )
    parser.add_argument(
        "--tolerance", metavar="S", type=_seconds, help="seconds more or less; default: a tenth"
    )
    parser.add_argument(
        "--prefer",
        choices=("long", "any", "many"),
        default="any",
        help="few long rallies, or many short ones; default: any",
    )
    parser.add_argument("--most", metavar="N", type=_count, help="rallies of each video at most")
    parser.add_argument(
        "--weight",
        metavar="TERM=W",
        type=_weight,
        action="append",
        help=f"what counts, and how much: {', '.join(TERM_NAMES)}; others then count nothing",
    )
    parser.add_argument(
        "--greedy", action="store_true", help="take the best scores first, whatever their length"
    )
    parser.add_argument(
        "--lead", metavar="S", type=_seconds, default=1.0, help="seconds before; default: 1"
    )
    parser.add_argument(
        "--lag", metavar="S", type=_seconds, default=1.5, help="seconds after; default: 1.5"
    )
    parser.add_argument(
        "--dissolve", metavar="S", type=_seconds, default=0.4, help="0: cuts; default: 0.4"
    )
    parser.add_argument(
        "--timeline",
        choices=TIMELINE_FORMATS,
        action="append",
        help="also write the reel for editors; may be repeated",
    )
    parser.add_argument("--model", metavar="NAME|PATH", default=DEFAULT, help=f"default: {DEFAULT}")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument("--author", metavar="NAME", help="default: the name in the settings")


def _seconds(text: str) -> float:
    return _number(text, _MOST_SECONDS, "seconds")


def _number(text: str, most: float, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= most:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of {what} from 0 to {most:g}")
    return value


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 9 and int(text) > 0):
        raise argparse.ArgumentTypeError(f"'{text}' is not a number from 1 on")
    return int(text)


def _weight(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    if name not in TERM_NAMES:
        known = ", ".join(TERM_NAMES)
        raise argparse.ArgumentTypeError(f"'{name}' is not one of: {known}")
    return name, _number(value, _MOST_WEIGHT, "weight")
