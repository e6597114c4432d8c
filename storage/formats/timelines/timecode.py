"""SMPTE time code by whole numbers, with and without dropped frame numbers."""

from fractions import Fraction

from storage.errors import UserError

# the rates that have a time code (SMPTE ST 12-1 and 12-3)
RATES = frozenset(
    {Fraction(n) for n in (24, 25, 30, 48, 50, 60)}
    | {Fraction(n * 1000, 1001) for n in (24, 30, 48, 60)}
)
_DROPPING = {Fraction(30_000, 1001): 2, Fraction(60_000, 1001): 4}  # frame numbers a minute
_HOURS = 24


def timebase(rate: Fraction) -> int:
    """The frame numbers of a second: 30 for 30000/1001."""
    return round(rate)


def can_drop(rate: Fraction) -> bool:
    """Whether time code of this rate can leave out frame numbers to stay with the clock."""
    return rate in _DROPPING


def time_code_of(frame: int, rate: Fraction, drop: bool = False) -> str:
    """`frame` counted from midnight as `HH:MM:SS:FF`, or `HH:MM:SS;FF` for drop frame.

    A time code begins again after 24 hours. Raises UserError where the rate has no time code,
    ValueError where it cannot drop frame numbers.
    """
    check_rate(rate)
    base = timebase(rate)
    if drop:
        frame = _with_gaps(frame % _frames_a_day(rate), rate)
    seconds, frames = divmod(frame, base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    mark = ";" if drop else ":"
    return f"{hours % _HOURS:02}:{minutes:02}:{seconds:02}{mark}{frames:02}"


def frame_of(code: str, rate: Fraction) -> int:
    """The frame since midnight that `HH:MM:SS:FF` names; a `;` or `.` before FF means drop frame.

    Raises ValueError for anything else, and for numbers that drop frame leaves out.
    """
    base = timebase(rate)
    drop = code[-3:-2] in (";", ".")
    hours, minutes, seconds, frames = (int(part) for part in _parts(code))
    if hours >= _HOURS or minutes >= 60 or seconds >= 60 or frames >= base:
        raise ValueError(f"{code} is not a time code of {base} frames a second")
    counted = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if not drop:
        return counted
    gap = _gap(rate)
    if minutes % 10 and not seconds and frames < gap:
        raise ValueError(f"{code} is left out in drop frame")
    whole = hours * 60 + minutes
    return counted - gap * (whole - whole // 10)


def check_rate(rate: Fraction) -> None:
    """Raise UserError unless time codes of this rate exist."""
    if rate not in RATES:
        raise UserError(
            f"There is no time code for {rate_words(rate)} frames a second.",
            "Export OTIO or FCPXML instead: they count frames and need none.",
        )


def rate_words(rate: Fraction) -> str:
    """`25` or `29.97`: a rate as people say it."""
    return f"{float(rate):.3f}".rstrip("0").rstrip(".")


def _parts(code: str) -> list[str]:
    parts = code.replace(";", ":").replace(".", ":").split(":")
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(f"{code} is not a time code")
    return parts


def _gap(rate: Fraction) -> int:
    gap = _DROPPING.get(rate)
    if gap is None:
        raise ValueError(f"no drop frame at {rate_words(rate)} frames a second")
    return gap


def _frames_of_ten_minutes(rate: Fraction) -> int:
    return 600 * timebase(rate) - 9 * _gap(rate)


def _frames_a_day(rate: Fraction) -> int:
    return 6 * _HOURS * _frames_of_ten_minutes(rate)


def _with_gaps(frame: int, rate: Fraction) -> int:
    """The number of `frame` when each minute but every tenth leaves out its first numbers."""
    gap = _gap(rate)
    minute = 60 * timebase(rate) - gap
    tens, rest = divmod(frame, _frames_of_ten_minutes(rate))
    # the first minute of ten is longer by the numbers that it keeps
    minutes = max(0, rest - gap) // minute
    return frame + gap * (9 * tens + minutes)
