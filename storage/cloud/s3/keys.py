"""Keys of objects are written by strangers: which ones we use, and which file each may become."""

import hashlib
import re
import unicodedata
from pathlib import Path

KEY_BYTES = 1024  # S3's own limit, of a key in UTF-8
_PATH_BYTES = 200  # of the whole path below the folder; Windows takes 260 from the drive on
_READABLE = 40  # characters of a marked name that are taken from the key
# no capitals: disks that take A for a would put two objects into one file
_FOLDER = re.compile(r"[a-z0-9][a-z0-9_-]*")
_FILE = re.compile(r"[a-z0-9][a-z0-9_-]*(\.[a-z0-9_-]+)+")  # with a dot, and so no folder's name
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")  # no files on Windows


def is_plain(key: str) -> bool:
    """Whether `key` is a relative path of printable names, as all keys of ours are."""
    return (
        0 < len(key.encode(errors="replace")) <= KEY_BYTES
        and key.isprintable()
        and "\\" not in key
        and not any(part in ("", ".", "..") for part in key.split("/"))
    )


def safe_path(folder: Path, key: str) -> Path:
    """The file below `folder` that the object `key` becomes, whatever the key is.

    It never leaves `folder`; no two keys become one file or one the folder of the other, on disks
    that ignore case or compose letters either; every system takes the names. Plain lower-case
    names stay as they are, others get a mark that is a hash of the key.
    """
    parents, name = _split(key)
    parts = [_folder_name(key, depth, part) for depth, part in enumerate(parents)]
    parts.append(_file_name(key, name))
    if len("/".join(parts).encode()) > _PATH_BYTES:
        return folder / _marked(name, "file", key)
    return folder.joinpath(*parts)


def safe_name(key: str) -> str:
    """The name of the file that `key` becomes, for a folder that holds nothing else.

    As `safe_path` makes it, but with capitals and without folders.
    """
    name = _split(key)[1]
    if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*", name) and len(name) <= 100:
        return _marked(name, "file", key) if _DEVICE.match(name.lower()) else name
    return _marked(name, "file", key)


def _split(key: str) -> tuple[list[str], str]:
    *parents, name = key.split("/")
    return parents, name


def _folder_name(key: str, depth: int, part: str) -> str:
    if _FOLDER.fullmatch(part) and not _DEVICE.match(part):
        return part
    # the whole way to the folder: what lies before it may have lost its own differences
    way = "/".join(key.split("/")[: depth + 1])
    return _marked(part, "folder", way).replace(".", "_")


def _file_name(key: str, name: str) -> str:
    plain = _FILE.fullmatch(name) and not _DEVICE.match(name)
    return name if plain else _marked(name, "file", key)


def _marked(part: str, kind: str, way: str) -> str:
    """What of `part` is harmless, and a mark that no other `way` has."""
    found = _ENDING.search(part)
    ending = found.group().lower() if found and kind == "file" else ""
    stem = unicodedata.normalize(
        "NFC", part.removesuffix(found.group() if ending and found else "")
    )
    readable = "".join(c if c.isalnum() or c in "-_" else "_" for c in stem)[:_READABLE]
    mark = hashlib.sha256(f"{kind}:{way}".encode(errors="surrogatepass")).hexdigest()[:32]
    return f"{readable or '_'}~{mark}{ending}"


def shown(text: str) -> str:
    """`text` for a screen or a terminal: what does not print, or turns others around, is `�`."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)
