"""The arguments of `touchline train`, and the request that they make."""

import argparse
from pathlib import Path

from app.workflows.tasks.entry import TrainingEntry
from app.workflows.tasks.registry import trainable_tasks
from app.workflows.training.request import LIBRARY, TrainingRequest


def add_training(parser: argparse.ArgumentParser, task: TrainingEntry) -> None:
    """Everything behind `touchline train TASK`."""
    parser.add_argument("sources", metavar="SOURCE", nargs="*", help=task.sources)
    parser.add_argument(
        "--replay",
        metavar="SOURCE",
        action="extend",
        nargs="+",
        default=[],
        help="earlier labels, for half of the samples; default: synthetic samples",
    )
    parser.add_argument(
        "--hold-out",
        metavar="NAME",
        action="extend",
        nargs="+",
        default=[],
        help="validate on these and never train on them: beginnings of videos' names, folders, "
        "fingerprints, or 'nothing'; default: whole venues or videos by chance, always the same",
    )
    _net(parser, task)
    _schedule(parser, task)
    _result(parser)


def training_request(args: argparse.Namespace) -> TrainingRequest:
    """What `args` of `touchline train TASK` ask for."""
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
        options={o.field: getattr(args, o.name) for o in trainable_tasks()[args.task].options},
    )


def _net(parser: argparse.ArgumentParser, task: TrainingEntry) -> None:
    start = parser.add_mutually_exclusive_group(required=not task.model)
    start.add_argument(
        "--from",
        dest="start",
        metavar="NAME|DIR",
        default=task.model,
        help=f"default: {task.model}" if task.model else "train this model further",
    )
    start.add_argument("--preset", choices=task.presets, help="train this net from scratch")
    for option in task.options:
        if not option.choices:
            parser.add_argument(f"--{option.name}", metavar="FILE", default="", help=option.help)
            continue
        parser.add_argument(
            f"--{option.name}",
            choices=option.choices,
            default=option.choices[0],
            help=option.help,
        )


def _schedule(parser: argparse.ArgumentParser, task: TrainingEntry) -> None:
    long = parser.add_mutually_exclusive_group()
    long.add_argument(
        "--steps",
        metavar="N",
        type=_whole,
        help=f"default: {task.steps}, or {task.steps_from_scratch} from scratch",
    )
    long.add_argument(
        "--minutes", metavar="M", type=_minutes, help="train as many steps as fit into M minutes"
    )
    parser.add_argument(
        "--batch-size", metavar="N", type=_whole, default=16, help="samples per step"
    )
    parser.add_argument("--seed", metavar="N", type=int, default=0)
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")
    parser.add_argument(
        "--precision",
        choices=("auto", "fp32", "bf16", "fp16"),
        default="auto",
        help="default: the fastest that the device supports natively",
    )


def _result(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", metavar="NAME", help="name of the new model")
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help="the new model's folder; default: in the library"
    )
    parser.add_argument(
        "--log", metavar="DIR", type=Path, help="folder for log.csv and TensorBoard"
    )
    parser.add_argument(
        "--licence",
        metavar="TEXT",
        default="",
        help="licence of the footage and its labels, for the model card",
    )
    parser.add_argument(
        "--convention",
        metavar="TEXT",
        default="",
        help="what exactly the labels mark, for the model card",
    )


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return int(text)


def _minutes(text: str) -> float:
    try:
        minutes = float(text)
    except ValueError:
        minutes = -1.0
    if not 0 < minutes <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of minutes")
    return minutes
