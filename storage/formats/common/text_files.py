"""The text of label files from anywhere: bounded and decoded."""

from pathlib import Path

from storage.errors import UserError
from storage.foreign_files import read_at_most
from storage.formats.common.problems import FormatError

WINDOWS = "cp1252"  # what Windows writes in western Europe and America, where it is not UTF-8
_CHOOSE = "Choose another file."
_MARKS = {
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
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


def read_foreign_text(path: Path, most: int = MAX_BYTES) -> str:
    """The text of a file of another program, in whatever encoding. Raises UserError."""
    return decoded_text(read_label_bytes(path, most), path)


def decoded_text(data: bytes, path: Path) -> str:
    """The text that `data` of the file at `path` is. Raises FormatError for what is not text."""
    encoding = encoding_of(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8-sig":
            raise FormatError(f"this is not {encoding.upper()} text.", 1, path, _CHOOSE) from error
    if b"\0" in data:
        raise FormatError("this is not text.", 1, path, _CHOOSE)
    try:
        return data.decode(WINDOWS)
    except UnicodeDecodeError:  # five numbers have no letter there
        return data.decode("latin-1")


def encoding_of(data: bytes) -> str:
    """UTF-16 or UTF-32 by its mark, or seen by its zeros; else UTF-8."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    head = data[:64]
    if len(head) >= 8 and not any(head[1::2]) and all(head[0::2]):
        return "utf-16-le"
    if len(head) >= 8 and not any(head[0::2]) and all(head[1::2]):
        return "utf-16-be"
    return "utf-8-sig"


def line_count(data: bytes) -> int:
    """The lines of a file; the last one may have no end."""
    return data.count(b"\n") + (not data.endswith(b"\n") and bool(data))


def is_utf8(data: bytes) -> bool:
    """Whether `data` is the text that it should be, and nothing has to be guessed."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return encoding_of(data) != "utf-8-sig"
    return True


def _no_text(path: Path, line: int) -> FormatError:
    return FormatError("this is not UTF-8 text.", line, path, _CHOOSE)
