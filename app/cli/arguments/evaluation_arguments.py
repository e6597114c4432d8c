"""The arguments of `touchline evaluate`, and the request that they make."""

import argparse
from pathlib import Path

from app.workflows.evaluation.request import EvaluationRequest


def add_evaluation(task: argparse.ArgumentParser, table: str) -> None:
    """Everything behind `touchline evaluate TASK`; names of the task's tables end with `table`."""
    task.add_argument("videos", metavar="VIDEO", type=Path, nargs="+")
    task.add_argument(
        "--labels",
        metavar="DIR|FILE",
        type=Path,
        help=f"VIDEO-STEM{table}; default: the library, else beside the video",
    )
    what = task.add_mutually_exclusive_group()
    what.add_argument(
        "--model",
        metavar="NAME|DIR",
        help="the model to evaluate; it is run where the library has no complete run of it; "
        "default: the active run",
    )
    what.add_argument(
        "--predictions", metavar="DIR|FILE", type=Path, help=f"VIDEO-STEM{table} to evaluate"
    )
    task.add_argument(
        "--against",
        metavar="NAME|DIR",
        help=f"compare with another model, or with a folder of {table} files",
    )
    task.add_argument(
        "--fit",
        action="store_true",
        help="calibrate the confidence of positions, and show it as a table for the model card",
    )
    task.add_argument("--out", metavar="DIR", type=Path, help="write tables and plots here")


def add_simulation(parser: argparse.ArgumentParser) -> None:
    """Everything behind `touchline simulate-review`."""
    parser.add_argument("videos", metavar="VIDEO", type=Path, nargs="+")
    parser.add_argument(
        "--labels",
        metavar="DIR|FILE",
        type=Path,
        help="VIDEO-STEM.ball.csv; default: the library, else beside the video",
    )
    parser.add_argument(
        "--model",
        metavar="NAME",
        help="whose track is reviewed; touchline analyze must have run it; default: the active run",
    )


def evaluation_request(args: argparse.Namespace) -> EvaluationRequest:
    """What the arguments ask for."""
    return EvaluationRequest(
        videos=tuple(args.videos),
        labels=args.labels,
        model=args.model,
        predictions=args.predictions,
        against=args.against,
        device=args.device,
        fit=args.fit,
    )
