"""The arguments of `touchline s3` and of others that speak to S3, without the code behind them."""

import argparse
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from app.cli.arguments.argument_values import frames, number
from app.cli.arguments.groundtruth_arguments import TASKS

_LASTING = re.compile(r"(\d{1,5})(m|h|d)")
_SECONDS = number(1, 86_400, float)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
Add = Callable[[str, str], argparse.ArgumentParser]


def add_login(parser: argparse.ArgumentParser) -> None:
    """As whom, and at which server."""
    parser.add_argument("--profile", metavar="NAME", help="AWS profile; default: AWS's own choice")
    parser.add_argument("--region", metavar="NAME", help="such as eu-central-1")
    parser.add_argument("--endpoint", metavar="URL", help="of a server other than AWS")


def add_s3(add: Add) -> None:
    """Everything behind `touchline s3`; `add` makes a command of a name and a summary."""
    url = "s3://bucket/prefix; reached as the settings' place if it is in the same bucket"
    ls = add("ls", "list a folder of a bucket")
    ls.add_argument("url", metavar="URL", nargs="?", help=f"{url}; default: that place itself")
    ls.add_argument("--json", action="store_true", help="one JSON value on standard output")
    get = add("get", "fetch an object, or all below a prefix that ends in /")
    get.add_argument("url", metavar="URL", help=url)
    get.add_argument("--out", metavar="DIR", type=Path, default=Path(), help="default: here")
    put = add("put", "send files, or all that is in folders; what is there is left out")
    put.add_argument("paths", metavar="PATH", type=Path, nargs="+")
    put.add_argument("--to", metavar="URL", required=True, help=url)
    for each in (get, put):
        _rate(each)
    share = add("share", "send a clip, and print a link to it that works for a while")
    share.add_argument("video", metavar="VIDEO", type=Path)
    share.add_argument("--to", metavar="URL", help="default: the settings' place")
    share.add_argument(
        "--range", metavar="A-B", type=frames, help="cut out frames A to B, both included"
    )
    share.add_argument(
        "--lasting", metavar="TIME", type=_lasting, default="7d", help="30m, 12h, 7d; default: 7d"
    )
    ingest = add("ingest", "bring the videos below a prefix into the library")
    ingest.add_argument("url", metavar="URL", nargs="?", help="default: the settings' place")
    watch = add("watch", "bring new videos into the library as they come, until Ctrl-C")
    watch.add_argument("url", metavar="URL", nargs="?", help="default: the settings' place")
    watch.add_argument("--every", metavar="SECONDS", type=_SECONDS, default=60, help="default: 60")
    watch.add_argument("--once", action="store_true", help="look once")
    for each in (ls, get, put, share, ingest, watch):
        add_login(each)


def add_sync(parser: argparse.ArgumentParser) -> None:
    """Everything behind `touchline sync`."""
    parser.add_argument(
        "url", metavar="URL", nargs="?", help="s3://bucket/prefix; default: the settings' place"
    )
    parser.add_argument("--once", action="store_true", help="one pass; else on until Ctrl-C")
    parser.add_argument(
        "--every", metavar="SECONDS", type=_SECONDS, default=30, help="between passes; default: 30"
    )
    parser.add_argument(
        "--video",
        metavar="VIDEO",
        type=Path,
        action="append",
        default=[],
        help="only this video; may be repeated; default: all of the library",
    )
    parser.add_argument("--no-predictions", action="store_true", help="labels alone")
    parser.add_argument(
        "--publish-again",
        action="store_true",
        help="send everything once more: somebody has emptied the bucket",
    )
    parser.add_argument(
        "--publish", metavar="NAME", help="a Ground Truth data set of all reviewed labels, too"
    )
    parser.add_argument(
        "--task", choices=TASKS, default=TASKS[0], help=f"of that data set; default: {TASKS[0]}"
    )
    parser.add_argument("--json", action="store_true", help="one JSON value for each pass")
    add_login(parser)


def _rate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rate", metavar="MB", type=_megabytes, help="megabytes a second at most; default: all"
    )


def _megabytes(text: str) -> int:
    """Bytes a second."""
    rate: float = number(0.001, 1_000_000, float)(text)
    return round(rate * 1e6)


def _lasting(text: str) -> timedelta:
    found = _LASTING.fullmatch(text)
    lasting = timedelta(**{_UNITS[found[2]]: int(found[1])}) if found else timedelta()
    if not timedelta(minutes=1) <= lasting <= timedelta(days=7):
        raise argparse.ArgumentTypeError(f"{text}: 1m to 7d, such as 30m, 12h or 7d")
    return lasting
