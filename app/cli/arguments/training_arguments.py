"""The arguments of `touchline train`, without the code behind them."""

import argparse
from pathlib import Path

from app.workflows.training.requested_sources import LIBRARY, PROCEDURAL, SIMULATOR

SIZES = ("fast", "balanced", "accurate", "tracknetv2")


def add_training(ball: argparse.ArgumentParser, model: str) -> None:
    """Everything behind `touchline train ball`; `model` is what it starts from by itself."""
    ball.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="*",
        help=f"'{LIBRARY}' (default: all that people have labelled), a video of it, a folder of "
        "videos with rally.ball.csv or rally.csv beside them, a Ground Truth manifest or its "
        f"folder, '{SIMULATOR}', '{PROCEDURAL}' (invented windows)",
    )
    ball.add_argument(
        "--older",
        metavar="SOURCE",
        action="extend",
        nargs="+",
        default=[],
        help="labels of before, for half of the windows; default: invented windows",
    )
    ball.add_argument(
        "--hold-out",
        metavar="NAME",
        action="extend",
        nargs="+",
        default=[],
        help="judge by these and never train on them: beginnings of videos' names, folders, "
        "fingerprints, or 'nothing'; default: whole venues or videos by chance, always the same",
    )
    _net(ball, model)
    _time(ball)
    _result(ball)


def _net(ball: argparse.ArgumentParser, model: str) -> None:
    start = ball.add_mutually_exclusive_group()
    start.add_argument(
        "--from", dest="start", metavar="NAME|DIR", default=model, help=f"default: {model}"
    )
    start.add_argument("--size", choices=SIZES, help="start from nothing, with a net of this size")
    ball.add_argument(
        "--target",
        choices=("disk", "gaussian"),
        default="disk",
        help="what nets that draw the ball (tracknetv2) are to draw",
    )


def _time(ball: argparse.ArgumentParser) -> None:
    long = ball.add_mutually_exclusive_group()
    long.add_argument(
        "--steps", metavar="N", type=_whole, help="default: 300, or 4000 from nothing"
    )
    long.add_argument("--minutes", metavar="M", type=_minutes, help="as many steps as fit into it")
    ball.add_argument("--batch", metavar="N", type=_whole, default=16, help="windows a step")
    ball.add_argument("--seed", metavar="N", type=int, default=0)
    ball.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    ball.add_argument(
        "--precision",
        choices=("auto", "fp32", "bf16", "fp16"),
        default="auto",
        help="default: the quickest that the device computes in by itself",
    )


def _result(ball: argparse.ArgumentParser) -> None:
    ball.add_argument("--name", metavar="NAME", help="of the new model")
    ball.add_argument(
        "--out", metavar="DIR", type=Path, help="the new model's folder; default: in the library"
    )
    ball.add_argument("--log", metavar="DIR", type=Path, help="folder for log.csv and TensorBoard")
    ball.add_argument(
        "--licence", metavar="TEXT", default="", help="of the footage and its labels, for the card"
    )
    ball.add_argument(
        "--convention",
        metavar="TEXT",
        default="",
        help="which part of a streak the labels mark, for the card",
    )


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = -1.0
    if not 0 < minutes <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of minutes")
    return minutes
