"""What commands print: no name in it may send escape sequences to a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import TextIOBase
from typing import TextIO

from storage.foreign_text import printable


class PrintableStream(TextIOBase):
    """Passes text on without what does not print; `raw` takes the sequences of our own bar."""

    def __init__(self, raw: TextIO) -> None:
        self.raw = raw

    def write(self, text: str) -> int:
        self.raw.write(printable(text))
        return len(text)

    def flush(self) -> None:
        self.raw.flush()

    def fileno(self) -> int:
        return self.raw.fileno()

    def isatty(self) -> bool:
        return self.raw.isatty()

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self.raw.encoding


@contextmanager
def printable_output() -> Iterator[None]:
    """Everything that is printed in the meantime is printable, whoever prints it."""
    with (
        redirect_stdout(PrintableStream(sys.stdout)),
        redirect_stderr(PrintableStream(sys.stderr)),
    ):
        yield


def bar_stream() -> TextIO:
    """Standard error as it is, for a bar that moves the cursor."""
    stream = sys.stderr
    return stream.raw if isinstance(stream, PrintableStream) else stream
