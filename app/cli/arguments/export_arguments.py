"""The command line of exports: their formats and options, without the code behind them."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.cli.arguments.argument_values import frames, number
from app.cli.arguments.cloud_arguments import add_login
from app.cli.arguments.groundtruth_arguments import TASKS
from storage.formats.catalog import label_formats
from storage.formats.common.boxes import DEFAULT_SIZE, MAX_SIZE

VIDEO_EXPORTS = {
    "clips": "write the clips of a video, exact to the frame",
    "overlay": "write the video with the ball drawn in",
}
_TABLES = ("csv", "tracknet-csv", "events-csv")
_MOST = 1_000_000
Add = Callable[[str, str], ArgumentParser]


def add_exports(add: Add) -> None:
    """Add an export of each format; `add` makes its parser from name and summary."""
    labels = {format.name: format.exports for format in label_formats().values()}
    for name, summary in (labels | VIDEO_EXPORTS).items():
        if not summary:
            continue
        one = add(name, summary)
        one.add_argument("videos", metavar="VIDEO", type=Path, nargs="+")
        one.add_argument(
            "--out", metavar="PATH|S3", required=True, help=f"{_target(name)}, or s3://bucket/key"
        )
        _which_frames(one, name)
        _OPTIONS.get(name, _pictures)(one, name)
        one.add_argument(
            "--dry-run", action="store_true", help="show what would be written, without writing it"
        )
        add_login(one)


def _target(name: str) -> str:
    if name in _TABLES:
        return "file to write; for several videos, a folder"
    if name == "overlay":
        return "MP4 file to write; for several videos, a folder"
    return "folder for the clips" if name == "clips" else "new folder"


def _which_frames(one: ArgumentParser, name: str) -> None:
    several: dict[str, Any] = {} if name == "overlay" else {"action": "append"}
    what = "a clip of frames" if name == "clips" else "only frames"
    more = "; repeatable" if several else ""
    one.add_argument(
        "--range",
        metavar="A-B",
        type=frames,
        help=f"{what} A to B, inclusive{more}",
        **several,
    )


def _nothing(one: ArgumentParser, name: str) -> None:
    pass


def _clips(one: ArgumentParser, name: str) -> None:
    one.add_argument(
        "--fast-copy",
        action="store_true",
        help="copy from the preceding key frame: fast, but not exact",
    )


def _event(one: ArgumentParser, name: str) -> None:
    one.add_argument(
        "--event", metavar="NAME", action="append", help="only these events; repeatable"
    )


def _events(one: ArgumentParser, name: str) -> None:
    _effective(one)
    _event(one, name)


def _soccernet(one: ArgumentParser, name: str) -> None:
    _effective(one)
    one.add_argument(
        "--half",
        type=int,
        choices=(1, 2),
        default=1,
        help="the half of the match that the video shows",
    )
    _event(one, name)


def _effective(one: ArgumentParser) -> None:
    one.add_argument(
        "--effective", action="store_true", help="also export predictions that were not reviewed"
    )


def _every(one: ArgumentParser) -> None:
    one.add_argument(
        "--every", metavar="N", type=number(1, _MOST), default=1, help="export only every Nth frame"
    )


def _pictures(one: ArgumentParser, name: str) -> None:
    images = "none" if name == "cvat" else "jpeg"
    _effective(one)
    _every(one)
    one.add_argument(
        "--image", choices=("jpeg", "png", "none"), default=images, help=f"default: {images}"
    )
    one.add_argument(
        "--ball-size",
        metavar="PX",
        type=number(1, MAX_SIZE, float),
        default=DEFAULT_SIZE,
        help=f"side of the ball's box; default: {DEFAULT_SIZE:g}",
    )
    if name in ("coco", "cvat"):
        one.add_argument("--boxes", action="store_true", help="write boxes without key points")
    if name == "yolo":
        one.add_argument(
            "--validation",
            metavar="SHARE",
            type=number(0, 0.9, float),
            default=0.2,
            help="share of each video for validation; default: 0.2",
        )


def _ground_truth(one: ArgumentParser, name: str) -> None:
    one.add_argument("--task", choices=TASKS, default=TASKS[0], help=f"default: {TASKS[0]}")
    one.add_argument(
        "--onto",
        metavar="PATH",
        type=Path,
        help="a manifest or data set to correct: new labels are added next to the old ones",
    )
    one.add_argument(
        "--classes",
        metavar="A,B",
        type=_names,
        default=None,
        help="export only these; default: all",
    )
    _effective(one)
    _every(one)
    one.add_argument(
        "--around",
        metavar="N",
        type=number(0, _MOST),
        default=0,
        help="also make clips of N frames on both sides of each event",
    )
    one.add_argument("--image", "--images", dest="image", choices=("jpeg", "png"), default="jpeg")
    one.add_argument(
        "--radius",
        metavar="PX",
        type=number(0, _MOST),
        default=8,
        help="radius of the ball's boxes; default: 8",
    )
    _ground_truth_names(one)
    one.add_argument(
        "--length",
        metavar="N",
        type=number(1, 2000),
        default=2000,
        help="frames per sequence, at most 2000; default: 2000",
    )


def _ground_truth_names(one: ArgumentParser) -> None:
    one.add_argument(
        "--attribute",
        metavar="NAME",
        default="",
        help="label attribute; default: named after the task",
    )
    one.add_argument("--job", metavar="NAME", default="", help="default: the label attribute")
    one.add_argument(
        "--prefix",
        metavar="S3",
        default="",
        help="the S3 address that the folder will have: s3://bucket/folder",
    )


def _names(text: str) -> frozenset[str] | None:
    return frozenset(name.strip() for name in text.split(",") if name.strip()) or None


_OPTIONS: dict[str, Callable[[ArgumentParser, str], None]] = {
    "csv": _nothing,
    "tracknet-csv": _nothing,
    "overlay": _nothing,
    "events-csv": _events,
    "clips": _clips,
    "soccernet": _soccernet,
    "groundtruth": _ground_truth,
}
