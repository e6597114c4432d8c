"""The command line of Ground Truth data sets: options of their export and import."""

from argparse import ArgumentParser
from pathlib import Path

from app.cli.arguments.argument_values import frames, number

# storage.formats.export.request has these as `Task`; importing it would load numpy for --help
TASKS = (
    "keypoints",
    "object-tracking",
    "object-detection",
    "image-boxes",
    "image-classification",
    "image-multi-label",
    "clip-classification",
)
_MOST = 1_000_000


def add_groundtruth_export(one: ArgumentParser) -> None:
    """What to take, as what, and where to."""
    one.add_argument("videos", metavar="VIDEO", type=Path, nargs="+")
    one.add_argument(
        "--out", metavar="DIR|S3", required=True, help="new folder, or s3://bucket/prefix"
    )
    one.add_argument("--task", choices=TASKS, default=TASKS[0], help=f"default: {TASKS[0]}")
    one.add_argument(
        "--onto",
        metavar="PATH",
        type=Path,
        help="a manifest or data set whose labels are corrected: new ones stand beside the old",
    )
    _what(one)
    _how(one)
    one.add_argument(
        "--dry-run", action="store_true", help="say how much it would be, and write nothing"
    )


def _what(one: ArgumentParser) -> None:
    one.add_argument(
        "--range",
        metavar="A-B",
        type=frames,
        action="append",
        help="only frames A to B, both included; may be repeated",
    )
    one.add_argument(
        "--classes",
        metavar="A,B",
        type=_names,
        default=frozenset(),
        help="only these; default: all",
    )
    one.add_argument(
        "--every", metavar="N", type=number(1, _MOST), default=1, help="each N-th frame alone"
    )
    one.add_argument(
        "--effective", action="store_true", help="the model's word too where no person has spoken"
    )
    one.add_argument(
        "--around",
        metavar="N",
        type=number(0, _MOST),
        default=0,
        help="N frames on both sides of an event are a clip, too",
    )


def _how(one: ArgumentParser) -> None:
    one.add_argument("--image", "--images", dest="image", choices=("jpeg", "png"), default="jpeg")
    one.add_argument(
        "--radius",
        metavar="PX",
        type=number(0, _MOST),
        default=8,
        help="of the ball's boxes; default: 8",
    )
    one.add_argument("--attribute", metavar="NAME", default="", help="default: after the task")
    one.add_argument("--job", metavar="NAME", default="", help="default: as the attribute")
    one.add_argument(
        "--prefix", metavar="S3", default="", help="where a folder will lie: s3://bucket/folder"
    )
    one.add_argument(
        "--length",
        metavar="N",
        type=number(1, 2000),
        default=2000,
        help="frames of a sequence; default: 2000, which is the most",
    )


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",") if name.strip())
