"""The bounds of what labels and runs may say: one set for every way in and every way out.

What we write, everybody must be able to read: other programs, older and newer versions of this
one, our own checks. What lies outside is brought inside where that loses nothing that matters (a
clock, a name of 60,000 characters), and refused where it makes no sense (NaN).
"""

from datetime import UTC, datetime
from math import isfinite

from storage.records import Attributes

MAX_PIXELS = 100_000  # a position farther out is a mistake, whatever the video's size
MAX_EDGE = 3 * MAX_PIXELS  # of a box, however large, around a position within bounds
MIN_SIZE = 0.01  # of a box: what is smaller is written as nothing
MAX_NAME = 64  # characters of a class, an attribute, a clip, a reel
MAX_TEXT = 1000  # characters of what an attribute says, and of a choice
MAX_PERSON = 200  # characters
MAX_KEY = 32  # characters of a key on the keyboard
MAX_SECONDS = 3600.0  # of lead and lag
MAX_ATTRIBUTES = 64  # of an event or of a class, and choices of an attribute
MAX_MODEL = 200  # characters of a model's name
EARLIEST = datetime(1972, 1, 2, tzinfo=UTC)
LATEST = datetime(8999, 12, 30, tzinfo=UTC)


def moment(time: datetime) -> datetime:
    """A wall time in UTC, brought into the years that every calendar on a screen can show.

    It is only displayed: nothing is refused because a clock was wrong.
    """
    aware = time if time.tzinfo is not None else time.replace(tzinfo=UTC)
    return min(max(EARLIEST, aware), LATEST).astimezone(UTC)


def within(value: float, least: float, most: float) -> float:
    """A finite number brought into [least, most]; NaN and infinity stay, to be refused."""
    return min(max(value, float(least)), float(most)) if isfinite(value) else value


def pixels(value: float) -> float:
    """A position in pixels, brought to within `MAX_PIXELS` of the picture's corner."""
    return within(value, -MAX_PIXELS, MAX_PIXELS)


def side(value: float) -> float:
    """A length in pixels that is neither too long, nor too short to be written."""
    return within(value, MIN_SIZE if value > 0 else value, MAX_PIXELS)


def is_name(text: str, most: int = MAX_NAME) -> bool:
    """Whether `text` is at most `most` printable characters, and none of them space around it."""
    return len(text) <= most and text.isprintable() and text == text.strip()


def name(text: str, most: int = MAX_NAME) -> str:
    """`text` on one line of at most `most` printable characters; maybe none are left."""
    if is_name(text, most):
        return text
    # the beginning is enough, and a stranger's text may have millions of characters
    return " ".join(_printable(text[: most * 8]).split())[:most].strip()


def required_name(text: str, most: int = MAX_NAME) -> str:
    """As `name`; a question mark where nothing is left of a text that had something."""
    return name(text, most) or ("?" if text else "")


def bounded_attributes(pairs: Attributes) -> Attributes:
    """Attributes with names and texts within bounds; of two that come to one name, the first."""
    if len(pairs) <= MAX_ATTRIBUTES and all(
        key and is_name(key) and is_name(text, MAX_TEXT) for key, text in pairs
    ):
        return pairs
    bounded = {name(key): name(text, MAX_TEXT) for key, text in reversed(pairs)}
    named = sorted((key, text) for key, text in bounded.items() if key)
    return tuple(named[:MAX_ATTRIBUTES])


def is_model_name(text: str) -> bool:
    """Whether `text` can be the name of a model: it never leads to another folder."""
    return (
        0 < len(text) <= MAX_MODEL
        and text.isprintable()
        and not set(text) & set("/\\")
        and text not in (".", "..")
    )


def _printable(text: str) -> str:
    return "".join(character if character.isprintable() else " " for character in text)
