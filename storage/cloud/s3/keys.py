"""Keys of objects are written by strangers: which ones we use, and which file each may become."""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

KEY_BYTES = 1024  # S3's own limit, of a key in UTF-8
_WINDOWS = os.name == "nt"
_PATH_BYTES = 200 if _WINDOWS else 1000  # of the whole path below the folder
_NAME_BYTES = 200  # disks take 255, and a file on its way has a longer name
_READABLE = 40  # characters of a marked name that are taken from the key
_MARK = 20  # letters
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")  # no files on Windows
_REFUSED = set('/\\<>:"|?*' if _WINDOWS else "/\\")
Parts = tuple[str, ...]


def is_plain(key: str) -> bool:
    """Whether `key` is a relative path of printable names, as all keys of ours are."""
    return (
        0 < len(key.encode(errors="replace")) <= KEY_BYTES
        and key.isprintable()
        and "\\" not in key
        and not any(part in ("", ".", "..") for part in key.split("/"))
    )


def local_paths(folder: Path, keys: Iterable[str]) -> dict[str, Path]:
    """The file below `folder` that each object becomes, whatever its key is.

    Names that the disk takes are kept. Others, and those that would meet on a disk that ignores
    case or composes letters, get a mark; files that differ only in their endings get the same one,
    so that a picture and its labels still belong together. None leaves `folder`, and no two become
    one file or one the folder of the other.
    """
    key_parts = {key: tuple(key.split("/")) for key in keys}
    marked: set[Parts] = set()
    attempt = 0
    while True:
        paths = {key: _disk_parts(parts, marked, attempt) for key, parts in key_parts.items()}
        clashing = {_stem_of(key_parts[key]) for key in _clashes(paths)}
        if not clashing:
            return {key: folder.joinpath(*parts) for key, parts in paths.items()}
        attempt += clashing <= marked
        marked |= clashing


def local_name(key: str) -> str:
    """The name of the file that `key` becomes, in a folder that holds nothing else."""
    return _file_name(tuple(key.split("/")), frozenset(), 0)


def _disk_parts(parts: Parts, marked: Collection[Parts], attempt: int) -> Parts:
    """The folders and the file that the parts of a key become."""
    folders = (_folder_name(parts[: depth + 1]) for depth in range(len(parts) - 1))
    names = (*folders, _file_name(parts, marked, attempt))
    if len("/".join(names).encode()) <= _PATH_BYTES:
        return names
    return (_marked_file(("long", *parts), attempt),)


def _folder_name(parts: Parts) -> str:
    return parts[-1] if _is_kept(parts[-1]) else _marked(parts[-1], parts)


def _file_name(parts: Parts, marked: Collection[Parts], attempt: int) -> str:
    if _is_kept(parts[-1]) and _stem_of(parts) not in marked:
        return parts[-1]
    return _marked_file(("file", *parts), attempt)


def _marked_file(parts: Parts, attempt: int) -> str:
    """A marked name; files that differ only in their endings get the same mark at first.

    Later attempts are for endings that differ only in case, and for names with a mark like ours.
    """
    stem, ending = _split(parts[-1])
    return _marked(stem, (*parts[:-1], stem) if not attempt else (str(attempt), *parts)) + ending


def _is_kept(name: str) -> bool:
    """Whether a disk takes the name, and nobody is misled by it."""
    return (
        name.isprintable()
        and name[:1] not in ("", ".", "-", "~", " ")
        and name[-1] not in (".", " ")
        and not _REFUSED & set(name)
        and not _DEVICE.match(name.lower())
        and len(name.encode()) <= _NAME_BYTES
    )


def _split(name: str) -> tuple[str, str]:
    """A name and its harmless ending."""
    match = _ENDING.search(name)
    ending = match.group() if match else ""
    return name.removesuffix(ending), ending


def _stem_of(parts: Parts) -> Parts:
    return (*parts[:-1], _split(parts[-1])[0])


def _clashes(paths: dict[str, Parts]) -> list[str]:
    """The keys whose files would meet another, or be the folder of another."""
    folded = {key: _folded(parts) for key, parts in paths.items()}
    files = Counter(folded.values())
    folders = {parts[:depth] for parts in files for depth in range(1, len(parts))}
    return [key for key, parts in folded.items() if files[parts] > 1 or parts in folders]


def _folded(parts: Parts) -> Parts:
    """As a disk knows a path that ignores case and composes letters."""
    return tuple(unicodedata.normalize("NFD", part).casefold() for part in parts)


def _marked(name: str, parts: Parts) -> str:
    """What of `name` is harmless, and letters that no other key has: digits count frames."""
    composed = unicodedata.normalize("NFC", name)
    readable = "".join(c if c.isalnum() or c in "-_" else "_" for c in composed)[:_READABLE]
    digest = hashlib.sha256("/".join(parts).encode(errors="surrogatepass")).hexdigest()
    letters = digest[:_MARK].translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))
    return f"{readable.strip('-_') or '_'}~{letters}"
