"""Text of strangers: names from files, buckets and colleagues, made fit to be shown."""

_MOST = 300  # characters that are shown of one text
_SPACES = "\n\u00a0\u2007\u2009\u202f\u3000"  # Python counts only U+0020 as printable


def printable(text: str) -> str:
    """`text` without what does not print: escape sequences, and marks that turn text around."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in _SPACES else "\ufffd" for c in text)


def one_line(text: str, most: int = _MOST) -> str:
    """The same on one line, of at most `most` characters."""
    line = printable(" ".join(text[: most * 8].split()))
    return line if len(line) <= most else f"{line[: most - 1]}…"
