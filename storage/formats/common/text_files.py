"""The text of label files from anywhere: bounded and decoded."""

from pathlib import Path

from storage.errors import UserError
from storage.foreign_files import read_at_most
from storage.formats.common.problems import FormatError

MAX_BYTES = 128 << 20  # of one file: hours of video, and a fraction of a machine's memory


def read_label_bytes(path: Path, most: int = MAX_BYTES) -> bytes:
    """The bytes of the file at `path`. UserError if it is unreadable or larger than `most`."""
    try:
        data = read_at_most(path, most)
    except OSError as error:
        advice = f"{error.strerror or error}. Choose another file."
        raise UserError(f"{path} could not be read.", advice) from error
    if len(data) > most:
        size = f"{most >> 20} MiB" if most >= 1 << 20 else f"{most >> 10} KiB"
        title = f"{path} is larger than {size}."
        raise UserError(title, "That is not a label file. Choose another one.")
    return data


def read_label_text(path: Path, most: int = MAX_BYTES) -> str:
    """The UTF-8 text of the file at `path`, with or without a mark. Raises UserError."""
    data = read_label_bytes(path, most)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _no_text(path, line) from error


def _no_text(path: Path, line: int) -> FormatError:
    return FormatError("this is not UTF-8 text.", line, path, "Choose another file.")
