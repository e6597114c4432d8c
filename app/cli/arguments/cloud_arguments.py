"""The arguments of `touchline s3` and of others that speak to S3, without the code behind them."""

import argparse
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from app.cli.arguments.argument_values import frames, number
from storage.formats.export.tasks import GroundTruthTask

_LASTING = re.compile(r"(\d{1,5})(m|h|d)")
_SECONDS = number(1, 86_400, float)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
Add = Callable[[str, str], argparse.ArgumentParser]


def add_login(parser: argparse.ArgumentParser) -> None:
    """As whom, and at which server."""
    parser.add_argument(
        "--profile", metavar="NAME", help="AWS profile; default: the one that AWS chooses"
    )
    parser.add_argument("--region", metavar="NAME", help="AWS region, such as eu-central-1")
    parser.add_argument("--endpoint", metavar="URL", help="address of an S3 server other than AWS")


def add_s3(add: Add) -> None:
    """Everything behind `touchline s3`; `add` makes a command of a name and a summary."""
    url = "s3://bucket/prefix; uses the login of the settings if it is in the same bucket"
    ls = add("ls", "list the files in a folder of a bucket")
    ls.add_argument(
        "url", metavar="URL", nargs="?", help=f"{url}; default: the location in the settings"
    )
    ls.add_argument("--json", action="store_true", help="write one JSON value to standard output")
    get = add("get", "download an object, or everything below a prefix that ends in /")
    get.add_argument("url", metavar="URL", help=url)
    get.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        default=Path(),
        help="write to this folder; default: the current one",
    )
    put = add("put", "upload files or whole folders; files that are already there are skipped")
    put.add_argument("paths", metavar="PATH", type=Path, nargs="+")
    put.add_argument("--to", metavar="URL", required=True, help=url)
    for parser in (get, put):
        _rate(parser)
    share = add("share", "upload a clip and print a temporary link to it")
    share.add_argument("video", metavar="VIDEO", type=Path)
    share.add_argument("--to", metavar="URL", help="default: the location in the settings")
    share.add_argument(
        "--range", metavar="A-B", type=frames, help="share only frames A to B, inclusive"
    )
    share.add_argument(
        "--lasting",
        metavar="TIME",
        type=_lasting,
        default="7d",
        help="how long the link works: 30m, 12h, 7d; default: 7d",
    )
    ingest = add("ingest", "import the videos below a prefix into the library")
    ingest.add_argument(
        "url", metavar="URL", nargs="?", help="default: the location in the settings"
    )
    watch = add("watch", "import new videos into the library as they arrive, until Ctrl-C")
    watch.add_argument(
        "url", metavar="URL", nargs="?", help="default: the location in the settings"
    )
    watch.add_argument("--every", metavar="SECONDS", type=_SECONDS, default=60, help="default: 60")
    watch.add_argument("--once", action="store_true", help="look once")
    for parser in (ls, get, put, share, ingest, watch):
        add_login(parser)


def add_sync(parser: argparse.ArgumentParser) -> None:
    """Everything behind `touchline sync`."""
    parser.add_argument(
        "url",
        metavar="URL",
        nargs="?",
        help="s3://bucket/prefix; default: the location in the settings",
    )
    parser.add_argument(
        "--once", action="store_true", help="sync once; otherwise keep syncing until Ctrl-C"
    )
    parser.add_argument(
        "--every",
        metavar="SECONDS",
        type=_SECONDS,
        default=30,
        help="seconds between two passes; default: 30",
    )
    parser.add_argument(
        "--video",
        metavar="VIDEO",
        type=Path,
        action="append",
        default=[],
        help="sync only this video; repeatable; default: the whole library",
    )
    parser.add_argument("--no-predictions", action="store_true", help="sync labels only")
    parser.add_argument(
        "--publish-again",
        action="store_true",
        help="upload all labels again, for example after the bucket was emptied",
    )
    parser.add_argument(
        "--publish",
        metavar="NAME",
        help="also publish a Ground Truth data set of all reviewed labels",
    )
    parser.add_argument(
        "--task",
        choices=[task.value for task in GroundTruthTask],
        default=GroundTruthTask.KEYPOINTS.value,
        help=f"task of that data set; default: {GroundTruthTask.KEYPOINTS}",
    )
    parser.add_argument("--json", action="store_true", help="write one JSON value per pass")
    add_login(parser)


def _rate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rate",
        metavar="MB",
        type=_megabytes,
        help="limit the transfer to MB megabytes per second; default: no limit",
    )


def _megabytes(text: str) -> int:
    """Bytes a second."""
    rate: float = number(0.001, 1_000_000, float)(text)
    return round(rate * 1e6)


def _lasting(text: str) -> timedelta:
    match = _LASTING.fullmatch(text)
    lasting = timedelta(**{_UNITS[match[2]]: int(match[1])}) if match else timedelta()
    if not timedelta(minutes=1) <= lasting <= timedelta(days=7):
        raise argparse.ArgumentTypeError(f"{text}: choose 1m to 7d, such as 30m, 12h or 7d")
    return lasting
