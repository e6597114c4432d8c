"""The command line of exports: their formats and options, without the code behind them."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.cli.arguments.argument_values import frames, number
from app.cli.arguments.cloud_arguments import add_login
from app.workflows.export.formats import export_formats
from storage.formats.common.boxes import DEFAULT_SIZE, MAX_SIZE
from storage.formats.entry.export_format import ExportFormat

_MOST = 1_000_000
Add = Callable[[str, str], ArgumentParser]


def add_exports(add: Add) -> None:
    """Add an export of each format; `add` makes its parser from name and summary."""
    for format in export_formats().values():
        one = add(format.name, format.exports)
        one.add_argument("videos", metavar="VIDEO", type=Path, nargs="+")
        one.add_argument(
            "--out", metavar="PATH|S3", required=True, help=f"{_target(format)}, or s3://bucket/key"
        )
        for choice in sorted(format.choices - {"videos"}, key=list(_OPTIONS).index):
            _OPTIONS[choice](one, format)
        one.add_argument(
            "--dry-run", action="store_true", help="show what would be written, without writing it"
        )
        add_login(one)


def _target(format: ExportFormat) -> str:
    if format.suffix:
        kind = "MP4 file" if format.suffix.endswith(".mp4") else "file"
        return f"{kind} to write; for several videos, a folder"
    return "folder for the clips" if format.joins else "new folder"


def _range(one: ArgumentParser, format: ExportFormat) -> None:
    several: dict[str, Any] = {} if format.name == "overlay" else {"action": "append"}
    what = "a clip of frames" if format.name == "clips" else "only frames"
    more = "; repeatable" if several else ""
    one.add_argument(
        "--range",
        metavar="A-B",
        type=frames,
        help=f"{what} A to B, inclusive{more}",
        **several,
    )


def _task(one: ArgumentParser, format: ExportFormat) -> None:
    tasks = [str(task.id) for task in format.tasks]
    one.add_argument("--task", choices=tasks, default=tasks[0], help=f"default: {tasks[0]}")


def _onto(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument(
        "--onto",
        metavar="PATH",
        type=Path,
        help="a manifest or data set to correct: new labels are added next to the old ones",
    )


def _classes(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument(
        "--event", metavar="NAME", action="append", help="only these events; repeatable"
    )
    one.add_argument(
        "--classes",
        dest="event",
        metavar="A,B",
        action="extend",
        type=_names,
        help="the same as one list",
    )


def _effective(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument(
        "--effective", action="store_true", help="also export predictions that were not reviewed"
    )


def _half(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument(
        "--half",
        type=int,
        choices=(1, 2),
        default=1,
        help="the half of the match that the video shows",
    )


def _every(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument(
        "--every", metavar="N", type=number(1, _MOST), default=1, help="export only every Nth frame"
    )


def _around(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument(
        "--around",
        metavar="N",
        type=number(0, _MOST),
        default=0,
        help="also make clips of N frames on both sides of each event",
    )


def _images(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument(
        "--image",
        "--images",
        dest="image",
        choices=format.images,
        default=format.images[0],
        help=f"default: {format.images[0]}",
    )


def _size(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument(
        "--ball-size",
        metavar="PX",
        type=number(1, MAX_SIZE, float),
        default=DEFAULT_SIZE,
        help=f"side of the ball's box; default: {DEFAULT_SIZE:g}",
    )
    one.add_argument(
        "--radius",
        dest="ball_size",
        metavar="PX",
        type=_size_of_radius,
        help="the same as a radius",
    )


def _keypoints(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument("--boxes", action="store_true", help="write boxes without key points")


def _validation(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument(
        "--validation",
        metavar="SHARE",
        type=number(0, 0.9, float),
        default=0.2,
        help="share of each video for validation; default: 0.2",
    )


def _fast_copy(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument(
        "--fast-copy",
        action="store_true",
        help="copy from the preceding key frame: fast, but not exact",
    )


def _job_names(one: ArgumentParser, format: ExportFormat) -> None:
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


def _length(one: ArgumentParser, format: ExportFormat) -> None:
    one.add_argument(
        "--length",
        metavar="N",
        type=number(1, 2000),
        default=2000,
        help="frames per sequence, at most 2000; default: 2000",
    )


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _size_of_radius(text: str) -> float:
    radius: float = number(0, _MOST)(text)
    return 2 * radius + 1


# what a format's `choices` are here, in the order of the help
_OPTIONS: dict[str, Callable[[ArgumentParser, ExportFormat], None]] = {
    "span": _range,
    "task": _task,
    "onto": _onto,
    "classes": _classes,
    "effective": _effective,
    "half": _half,
    "every": _every,
    "around": _around,
    "images": _images,
    "size": _size,
    "keypoints": _keypoints,
    "validation": _validation,
    "fast_copy": _fast_copy,
    "names": _job_names,
    "length": _length,
}
