"""The INI files that Qt's QSettings writes, read without Qt."""

import re
from pathlib import Path

_LARGEST = 1 << 20  # bytes of a file of settings
_SPACE = " \t"
_ESCAPES = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    '"': '"', "?": "?", "'": "'", "\\": "\\",
}  # fmt: skip
_TOKEN = re.compile(
    r'\\x(?P<hex>[0-9A-Fa-f]+)|\\(?P<octal>[0-7]+)|\\(?P<letter>.)|(?P<quote>")|(?P<plain>[^"\\]+)'
)
_KEY_ESCAPE = re.compile(r"%U([0-9A-Fa-f]{4})|%([0-9A-Fa-f]{2})")


def read_ini(path: Path) -> dict[str, str]:
    """The texts and numbers in the file by their whole keys, as `s3/bucket`; empty without a file.

    Values that only Qt can read, such as the geometry of a window, are left out.
    """
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST).decode("utf-8-sig", "replace")
    except OSError:
        return {}
    values, group = {}, ""
    for line in (line.strip(_SPACE) for line in re.split("[\r\n]+", text)):
        if line.startswith("[") and line.endswith("]"):
            group = _group(line[1:-1])
        elif "=" in line and not line.startswith(";"):
            key, _, written = line.partition("=")
            if (value := _value(written.strip(_SPACE))) is not None:
                values[group + _key(key.strip(_SPACE))] = value
    return values


def _group(written: str) -> str:
    if written.casefold() == "general":
        return ""  # keys without a group
    return ("General" if written.casefold() == "%general" else _key(written)) + "/"


def _key(written: str) -> str:
    def character(escape: re.Match[str]) -> str:
        return chr(int(escape[1] or escape[2], 16))

    return _whole_characters(_KEY_ESCAPE.sub(character, written.replace("\\", "/")))


def _value(written: str) -> str | None:
    value = _whole_characters("".join(map(_character, _TOKEN.finditer(written))))
    if value.startswith("@@"):
        return value[1:]
    return None if value.startswith("@") else value


def _whole_characters(text: str) -> str:
    """Two surrogates are one character: Qt writes keys, and older versions texts, in UTF-16."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(token: re.Match[str]) -> str:
    if code := token["hex"] or token["octal"]:
        number = int(code, 16 if token["hex"] else 8)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    if token["letter"]:
        return _ESCAPES.get(token["letter"], "")
    return token["plain"] or ""  # a quotation mark only encloses
