"""The command line of data sets for other programs: their formats and options."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from app.cli.arguments.argument_values import frames, number
from app.cli.arguments.cloud_arguments import add_login
from storage.formats.catalog import label_formats
from storage.formats.common.boxes import DEFAULT_SIZE, MAX_SIZE

EXPORTED = ("coco", "yolo", "mot", "cvat", "soccernet")


def add_exports(add: Callable[[str, str], ArgumentParser]) -> None:
    """Add an export of each format; `add` makes its parser from name and summary."""
    formats = label_formats()
    for name in EXPORTED:
        one = add(name, formats[name].exports)
        one.add_argument("videos", metavar="VIDEO", type=Path, nargs="+")
        one.add_argument(
            "--out", metavar="DIR|URL", required=True, help="new folder, or s3://bucket/prefix"
        )
        add_login(one)
        _which_labels(one)
        if name == "soccernet":
            _events(one)
        else:
            _pictures(one, name)


def _which_labels(one: ArgumentParser) -> None:
    one.add_argument(
        "--range",
        metavar="A-B",
        type=frames,
        action="append",
        help="only frames A to B, both included; may be repeated",
    )
    one.add_argument(
        "--effective", action="store_true", help="the model's word too where no person has spoken"
    )
    one.add_argument(
        "--dry-run", action="store_true", help="say how much it would be, and write nothing"
    )


def _pictures(one: ArgumentParser, name: str) -> None:
    images = "none" if name == "cvat" else "jpeg"
    one.add_argument(
        "--image", choices=("jpeg", "png", "none"), default=images, help=f"default: {images}"
    )
    one.add_argument(
        "--every", metavar="N", type=number(1, 1_000_000), default=1, help="each N-th frame alone"
    )
    one.add_argument(
        "--ball-size",
        metavar="PX",
        type=number(1, MAX_SIZE, float),
        default=DEFAULT_SIZE,
        help=f"side of the ball's box; default: {DEFAULT_SIZE:g}",
    )
    if name in ("coco", "cvat"):
        one.add_argument("--boxes", action="store_true", help="boxes alone, no key points")
    if name == "yolo":
        one.add_argument(
            "--validation",
            metavar="SHARE",
            type=number(0, 0.9, float),
            default=0.2,
            help="of each video, to judge by; default: 0.2",
        )


def _events(one: ArgumentParser) -> None:
    one.add_argument("--half", type=int, choices=(1, 2), default=1, help="which half the video is")
    one.add_argument("--event", metavar="NAME", action="append", help="only these; may be repeated")
