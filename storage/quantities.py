"""How times, sizes and counts are written, so that they read alike everywhere."""


def time_code(seconds: float) -> str:
    """`1:02:03.480`: media time to the millisecond; it is right for variable frame rates too."""
    # cut, not rounded: a frame's time code must not name the moment after it
    milliseconds = int(max(0.0, seconds) * 1000 + 1e-6)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"


def duration(seconds: float) -> str:
    """`2:05` or `1:02:03`: the length of something."""
    minutes, seconds = divmod(round(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def remaining(seconds: float) -> str:
    """`about 4 min left`: as exact as such a guess can be."""
    if seconds < 1:
        return "almost done"
    if seconds < 59.5:
        return f"about {round(seconds)} s left"
    if seconds < 3570:
        return f"about {round(seconds / 60)} min left"
    return f"about {seconds / 3600:.1f} h left"


def number(value: int) -> str:
    """`540 000`: thousands apart by a thin space that never breaks the line."""
    return f"{value:,}".replace(",", "\u202f")


def rate_text(rate: float, unit: str) -> str:
    """`212 frames/s`, or `3.2 MB/s` where bytes are counted; empty while no rate is known."""
    if not rate or not unit:
        return ""
    return f"{bytes_text(round(rate))}/s" if unit == "bytes" else f"{number(round(rate))} {unit}/s"


def percent(part: float) -> str:
    """`0 %` only for nothing and `100 %` only for all: almost done is not done."""
    if part <= 0 or part >= 1:
        return "100\u202f%" if part >= 1 else "0\u202f%"
    return f"{min(99, max(1, round(part * 100)))}\u202f%"


def bytes_text(size: int) -> str:
    """`212 MB`: a size in the largest unit that leaves a number of one or more."""
    value, unit = float(size), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    decimals = 1 if value < 10 and unit != "B" else 0
    return f"{value:.{decimals}f}\u202f{unit}"


def plural(number: int, name: str) -> str:
    """`1 clip`, `1,200 clips`, `2 analyses`, `3 boxes`."""
    if number == 1:
        return f"1 {name}"
    several = f"{name.removesuffix('is')}es" if name.endswith(("is", "x")) else f"{name}s"
    return f"{number:,} {several}"
