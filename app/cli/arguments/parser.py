"""The command line as a whole: commands, options and their help, without the code behind them.

Nothing heavy is imported here, so that `touchline --help` answers at once.
"""

import argparse
import difflib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from app.cli.arguments.argument_values import frame_list, frames, number
from app.cli.arguments.cloud_arguments import add_login, add_s3, add_sync
from app.cli.arguments.evaluation_arguments import add_evaluation, add_simulation
from app.cli.arguments.exit_status import UsageError
from app.cli.arguments.export_arguments import add_exports
from app.cli.arguments.highlights_arguments import add_highlights
from app.cli.arguments.import_arguments import add_checks, add_imports
from app.cli.arguments.training_arguments import add_training
from app.workflows.tasks.registry import evaluable_tasks, trainable_tasks
from inference.models.locations import DEFAULT

COMMANDS = {
    "probe": "show what a video file contains",
    "frames": "write exact frames of a video as PNG pictures",
    "analyze": "track the ball; write the result as CSV and to the library",
    "highlights": "join the best rallies of videos to a reel",
    "export": "write labels, data sets or clips of videos",
    "import": "import labels of a video, or a model",
    "check": "show what a label file contains, and its problems",
    "evaluate": "compare a model's predictions with people's labels",
    "simulate-review": "show what a review of tracked videos would cost, by known labels",
    "train": "train a model on labelled videos",
    "sample": "write a short sample video with true labels",
    "s3": "list, download, upload and share files in S3; import its videos",
    "sync": "sync labels and predictions with others through S3",
    "doctor": "show what is installed, and any problems",
}
# they take a value, so the word behind them is no command
_VALUED = ("--library",)


class Parser(argparse.ArgumentParser):
    """A parser that raises `UsageError` in place of printing a page and leaving."""

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, f"{self.prog} --help")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """The arguments in `words`; without a command they mean the window.

    Raises UsageError; SystemExit after printing help.
    """
    word = _first_plain_word(words)
    if word in COMMANDS:
        return _parser().parse_args(words)
    if word is None and {"-h", "--help"} & set(words):
        return _parser().parse_args(words)
    _refuse_no_command(word)
    return _window_parser().parse_args(words, argparse.Namespace(command="window"))


def _first_plain_word(words: Sequence[str]) -> str | None:
    """The word that is a command if any is: options and their values left out."""
    behind = iter(words)
    for word in behind:
        if word in _VALUED:
            next(behind, None)
        elif not word.startswith("-"):
            return word
    return None


def _refuse_no_command(word: str | None) -> None:
    """Tell a mistyped command from the name of a video."""
    if word is None or Path(word).suffix or Path(word).exists() or "/" in word or "\\" in word:
        return
    if like := difflib.get_close_matches(word, COMMANDS, 1):
        raise UsageError(
            f"'{word}' is neither a command nor a file. Did you mean '{like[0]}'?",
            "touchline --help",
        )


def _common() -> Parser:
    # SUPPRESS: an option before the command must not be reset by its default behind it
    common = Parser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--library", metavar="DIR", help="folder of the library")
    common.add_argument("--verbose", action="store_true", help="show more on standard error")
    common.add_argument("--version", action="store_true", help="show the version and exit")
    return common


def _window_parser() -> Parser:
    parser = Parser(prog="touchline", parents=[_common()], add_help=False)
    parser.add_argument("video", metavar="VIDEO", nargs="?", type=Path)
    return parser


def _parser() -> Parser:
    parser = Parser(
        prog="touchline",
        parents=[_common()],
        usage="touchline [VIDEO] | touchline COMMAND …",
        description="Sports video, exact to the frame: track the ball, review, correct, export. "
        "Without a command the window opens. For a video named like a command: ./export",
    )
    commands = parser.add_subparsers(
        title="commands", dest="command", metavar="COMMAND", prog=parser.prog
    )
    for name, summary in COMMANDS.items():
        command = commands.add_parser(
            name,
            parents=[_common()],
            help=summary,
            description=f"{summary[0].upper()}{summary[1:]}.",
        )
        _ARGUMENTS[name](command)
    return parser


def _video(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("video", metavar="VIDEO", type=Path)


def _out(parser: argparse.ArgumentParser, help: str, metavar: str = "DIR") -> None:
    parser.add_argument("--out", metavar=metavar, type=Path, required=True, help=help)


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", action="store_true", help="write one JSON value to standard output"
    )


def _probe(parser: argparse.ArgumentParser) -> None:
    _video(parser)
    _json(parser)


def _frames(parser: argparse.ArgumentParser) -> None:
    _video(parser)
    parser.add_argument(
        "--index",
        metavar="LIST",
        type=frame_list,
        required=True,
        help="frame numbers from 0, such as 0,17,100-120 (the last one too)",
    )
    _out(parser, "folder for frame-000017.png …")


def _range(parser: argparse.ArgumentParser, help: str, **more: Any) -> None:
    parser.add_argument("--range", metavar="A-B", type=frames, help=help, **more)


def _analyze(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("videos", metavar="VIDEO", type=Path, nargs="+")
    parser.add_argument("--model", metavar="NAME|PATH", default=DEFAULT, help=f"default: {DEFAULT}")
    parser.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        default=Path(),
        help="write the files here; default: the current folder",
    )
    parser.add_argument(
        "--events",
        choices=("path", "none"),
        default="path",
        help="find hits and bounces in the path of the ball (default), or nothing",
    )
    parser.add_argument(
        "--clips",
        metavar="NAME|DIR",
        help="a model of clips: gives each event, or without events each window of the video, a "
        "class; writes VIDEO-STEM.clips.csv",
    )
    parser.add_argument(
        "--around",
        metavar="SECONDS",
        type=number(0.05, 60, float),
        default=1.0,
        help="with --clips: what counts before and after each event; default: 1",
    )
    _device(parser)
    _range(parser, "analyze only frames A to B, inclusive")


def _device(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto")


def _evaluate(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(title="tasks", dest="task", metavar="TASK", required=True)
    for name, task in evaluable_tasks().items():
        one = tasks.add_parser(name, parents=[_common()], help=task.summary)
        add_evaluation(one, task.table)
        _device(one)
        _json(one)


def _train(parser: argparse.ArgumentParser) -> None:
    tasks = parser.add_subparsers(title="tasks", dest="task", metavar="TASK", required=True)
    for name, task in trainable_tasks().items():
        add_training(tasks.add_parser(name, parents=[_common()], help=task.summary), task)


def _sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", metavar="DIR", type=Path, help="folder for the sample; default: in the library"
    )


def _import(parser: argparse.ArgumentParser) -> None:
    add_imports(_adding(parser))


def _export(parser: argparse.ArgumentParser) -> None:
    formats = parser.add_subparsers(title="formats", dest="format", metavar="FORMAT", required=True)
    add_exports(lambda name, summary: formats.add_parser(name, parents=[_common()], help=summary))


def _check(parser: argparse.ArgumentParser) -> None:
    add_checks(_adding(parser))


def _simulate_review(parser: argparse.ArgumentParser) -> None:
    _json(parser)
    add_simulation(parser)


def _adding(parser: argparse.ArgumentParser) -> Callable[[str, str], argparse.ArgumentParser]:
    """A function that adds the parser of a format."""
    formats = parser.add_subparsers(title="formats", dest="format", metavar="FORMAT", required=True)
    return lambda name, help: formats.add_parser(name, parents=[_common()], help=help)


def _s3(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)
    add_s3(lambda name, summary: actions.add_parser(name, parents=[_common()], help=summary))


def _doctor(parser: argparse.ArgumentParser) -> None:
    _json(parser)
    parser.add_argument(
        "--s3",
        metavar="URL",
        help="test the connection to s3://bucket/prefix; default: the location in the settings",
    )
    add_login(parser)


_ARGUMENTS: dict[str, Callable[[argparse.ArgumentParser], None]] = {
    "probe": _probe,
    "frames": _frames,
    "analyze": _analyze,
    "highlights": add_highlights,
    "export": _export,
    "import": _import,
    "check": _check,
    "simulate-review": _simulate_review,
    "evaluate": _evaluate,
    "train": _train,
    "sample": _sample,
    "s3": _s3,
    "sync": add_sync,
    "doctor": _doctor,
}
