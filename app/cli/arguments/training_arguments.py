"""The arguments of `touchline train`, and the request that they make."""

import argparse
from pathlib import Path

from app.workflows.training.request import LIBRARY, PROCEDURAL, SIMULATOR, TrainingRequest

PRESETS = ("fast", "balanced", "accurate", "tracknetv2")


def add_training(ball: argparse.ArgumentParser, model: str) -> None:
    """Everything behind `touchline train ball`; `model` is what it starts from by default."""
    ball.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="*",
        help=f"'{LIBRARY}' (default: everything that people have labelled), a video of it, a "
        "folder of videos with rally.ball.csv or rally.csv beside them, a Ground Truth manifest or "
        f"its folder, '{SIMULATOR}', '{PROCEDURAL}' (synthetic samples)",
    )
    ball.add_argument(
        "--replay",
        metavar="SOURCE",
        action="extend",
        nargs="+",
        default=[],
        help="earlier labels, for half of the samples; default: synthetic samples",
    )
    ball.add_argument(
        "--hold-out",
        metavar="NAME",
        action="extend",
        nargs="+",
        default=[],
        help="validate on these and never train on them: beginnings of videos' names, folders, "
        "fingerprints, or 'nothing'; default: whole venues or videos by chance, always the same",
    )
    _net(ball, model)
    _schedule(ball)
    _result(ball)


def training_request(args: argparse.Namespace) -> TrainingRequest:
    """What `args` of `touchline train ball` ask for."""
    return TrainingRequest(
        task=args.task,
        model=args.start,
        preset=args.preset,
        sources=tuple(args.sources) or (LIBRARY,),
        replay=tuple(args.replay),
        hold_out=tuple(args.hold_out),
        steps=args.steps,
        minutes=args.minutes,
        batch_size=args.batch_size,
        seed=args.seed,
        precision=args.precision,
        name=args.name,
        out=args.out,
        log=args.log,
        licence=args.licence,
        convention=args.convention,
        options={"shape": args.heatmap},
    )


def _net(ball: argparse.ArgumentParser, model: str) -> None:
    start = ball.add_mutually_exclusive_group()
    start.add_argument(
        "--from", dest="start", metavar="NAME|DIR", default=model, help=f"default: {model}"
    )
    start.add_argument("--preset", choices=PRESETS, help="train this net from scratch")
    ball.add_argument(
        "--heatmap",
        choices=("disk", "gaussian"),
        default="disk",
        help="shape of the ball in the heat maps of tracknetv2",
    )


def _schedule(ball: argparse.ArgumentParser) -> None:
    long = ball.add_mutually_exclusive_group()
    long.add_argument(
        "--steps", metavar="N", type=_whole, help="default: 300, or 4000 from scratch"
    )
    long.add_argument("--minutes", metavar="M", type=_minutes, help="as many steps as fit into it")
    ball.add_argument("--batch-size", metavar="N", type=_whole, default=16, help="samples a step")
    ball.add_argument("--seed", metavar="N", type=int, default=0)
    ball.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    ball.add_argument(
        "--precision",
        choices=("auto", "fp32", "bf16", "fp16"),
        default="auto",
        help="default: the fastest that the device supports natively",
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
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = -1.0
    if not 0 < minutes <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of minutes")
    return minutes
