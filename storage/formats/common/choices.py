"""What only a person can say of a file of another program, and the question where it is missing."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

from storage.errors import UserError
from storage.records import Video

_FLAGS = {
    "class_name": "--class NAME",
    "first_number": "--first-number N",
    "half": "--half 1 or --half 2",
    "source": "--source NAME",
    "ball": "--ball WHICH",
    "images": "--images DIR",
    "fit": "--fit HOW",
}
Key = TypeVar("Key", bound=Hashable)
_LISTED = 12  # values that a message names


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """The choices of a person; each may be left open."""

    class_name: str = ""  # of the class that is the ball
    first_number: int | None = None  # what the picture of frame 0 is numbered in its name
    half: int | None = None  # of a match in two videos: 1 or 2
    source: str = ""  # which of several videos in the file is this one
    ball: str = ""  # which of several balls is in play: a track, or attribute=value
    stored_pixels: bool = False  # places count stored pixels, where these are not square
    attribute: str = ""  # label attribute of a Ground Truth data set; empty: the one that counts
    images: Path | None = None  # folder of the pictures
    fit: str = ""  # how pictures of another shape were made from frames: see picture_fit
    complete: bool = False  # somebody has looked for the ball in every picture


NO_OPTIONS = ReadOptions()


class ChoiceNeeded(UserError):
    """A file leaves something open that changes its labels; the user has to choose.

    `option` is the field of ReadOptions to fill, `values` are what may be chosen, if that is known.
    """

    def __init__(self, option: str, title: str, values: Sequence[str] = (), more: str = "") -> None:
        listed = ", ".join(values[:_LISTED]) + (", …" if len(values) > _LISTED else "")
        choose = f"Choose one of: {listed}" if values else "Say which one it is"
        advice = f"{choose} ({_FLAGS[option]} on the command line)."
        super().__init__(title, f"{advice} {more}".strip())
        self.option = option
        self.values = tuple(values)


def choose_source(names: Mapping[Key, Sequence[str]], video: Video, wanted: str) -> Key:
    """Which of several videos in a file is `video`: `names` gives what each of them goes by.

    It is the one that the user names, the only one, or the one that is called like the file of
    the video. Raises ChoiceNeeded where that does not decide.
    """
    asked = wanted or ("" if len(names) == 1 else video.path.name)
    like = [key for key, called in names.items() if any(map(called_like(asked), called))]
    if not asked:
        like = list(names)
    if len(like) == 1:
        return like[0]
    known = [next(iter(called), "") for called in names.values()]
    said = f"called {wanted[:80]!r}" if wanted and not like else "that are called alike"
    if not wanted and not like:
        said = f"and none is called {video.path.name}"
    raise ChoiceNeeded("source", f"The labels are of {len(names)} videos, {said}.", known)


def called_like(wanted: str) -> Callable[[str], bool]:
    """Tells whether a name is that of the video `wanted`, whatever its folder and its ending."""
    asked = wanted.casefold()
    stem = _stem(asked)

    def alike(name: str) -> bool:
        other = name.replace("\\", "/").casefold()
        return asked in (other, PurePosixPath(other).name) or stem == _stem(other)

    return alike


def _stem(name: str) -> str:
    last = PurePosixPath(name.replace("\\", "/")).name
    stem, dot, ending = last.rpartition(".")
    # "match.v2" has no ending, "match.mp4" has
    return stem if dot and 2 <= len(ending) <= 4 and ending.isalnum() else last
