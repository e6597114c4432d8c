"""The command line of `touchline import` and `touchline check`: formats and their options."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from app.cli.arguments.argument_values import number
from storage.formats.catalog import label_formats
from storage.formats.entry.label_format import LabelFormat

Add = Callable[[str, str], ArgumentParser]  # a parser from name and help


def add_imports(add: Add) -> None:
    """Add the import of every format, and of models."""
    for format in label_formats().values():
        one = add(format.name, format.imports)
        one.add_argument("path", metavar="PATH", type=Path)
        one.add_argument("--video", metavar="VIDEO", type=Path, required=True)
        default = "the job that made the labels" if format.signed else "your name"
        one.add_argument("--author", metavar="NAME", help=f"default: {default}")
        _options(format, one)
    model = add("model", "import a ball model: its folder, or published weights")
    model.add_argument("path", metavar="PATH", type=Path)
    model.add_argument("--name", metavar="NAME", help="default: the name of the file")


def add_checks(add: Add) -> None:
    """Add the check of every format."""
    for format in label_formats().values():
        one = add(format.name, format.checks)
        one.add_argument("path", metavar="PATH", type=Path)
        one.add_argument(
            "--video", metavar="VIDEO", type=Path, help="check as well whether the labels fit VIDEO"
        )
        _options(format, one)
        one.add_argument(
            "--json", action="store_true", help="write one JSON value to standard output"
        )


def _options(format: LabelFormat, one: ArgumentParser) -> None:
    """What has to be said of a file of another program, where the file does not."""
    for option, add in _OPTIONS.items():
        if option in format.options:
            add(one)


def _class(one: ArgumentParser) -> None:
    one.add_argument(
        "--class", dest="class_name", metavar="NAME", default="", help="the class that is the ball"
    )


def _first_number(one: ArgumentParser) -> None:
    one.add_argument(
        "--first-number",
        metavar="N",
        type=number(0, 1_000_000),
        help="the number of frame 0 in the names of the pictures",
    )


def _half(one: ArgumentParser) -> None:
    one.add_argument(
        "--half", type=int, choices=(1, 2), help="the half of the match that the video shows"
    )


def _source(one: ArgumentParser) -> None:
    one.add_argument(
        "--source",
        metavar="NAME",
        default="",
        help="which video of the file this is; default: the one called like the video",
    )


def _ball(one: ArgumentParser) -> None:
    one.add_argument(
        "--ball",
        metavar="WHICH",
        default="",
        help="which of several balls is in play: a track, or attribute=value (moving=true)",
    )


def _stored_pixels(one: ArgumentParser) -> None:
    one.add_argument(
        "--stored-pixels",
        action="store_true",
        help="places count the stored pixels of a video whose pixels are not square",
    )


def _fit(one: ArgumentParser) -> None:
    one.add_argument(
        "--fit",
        choices=("stretch", "pad", "crop"),
        default="",
        help="how pictures of another shape than the video were made from its frames",
    )


def _complete(one: ArgumentParser) -> None:
    one.add_argument(
        "--complete",
        action="store_true",
        help="pictures without a ball show none: somebody has looked for it in all of them",
    )


def _attribute(one: ArgumentParser) -> None:
    one.add_argument("--attribute", metavar="NAME", default="", help="default: the one that counts")


def _images(one: ArgumentParser) -> None:
    one.add_argument(
        "--images", metavar="DIR", type=Path, help="the pictures, to find their frames by"
    )


# fields of ReadOptions
_OPTIONS: dict[str, Callable[[ArgumentParser], None]] = {
    "class_name": _class,
    "first_number": _first_number,
    "half": _half,
    "source": _source,
    "ball": _ball,
    "stored_pixels": _stored_pixels,
    "attribute": _attribute,
    "images": _images,
    "fit": _fit,
    "complete": _complete,
}
