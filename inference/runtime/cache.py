"""Nets in ONNX's format, kept on disk: writing one takes a second, reading it none.

Everything in the folder can be made again at any time.
"""

import hashlib
from contextlib import suppress
from pathlib import Path

from storage.files import plain_write_errors, write_bytes

_MOST = 16  # nets kept, those that were written last
_LARGEST = 1 << 30  # bytes
_DIGEST = hashlib.sha256().digest_size
_ENDING = ".onnx-kept"


def read_cached(folder: Path, key: str) -> bytes | None:
    """What was kept under `key`; None if there is nothing, or it is damaged."""
    path = folder / f"{key}{_ENDING}"
    try:
        if path.stat().st_size > _LARGEST:
            return None
        data = path.read_bytes()
    except OSError:
        return None
    digest, net = data[:_DIGEST], data[_DIGEST:]
    return net if hashlib.sha256(net).digest() == digest else None


def write_cached(folder: Path, key: str, net: bytes) -> None:
    """Keep `net` under `key`, in place of the oldest. UserError if the disk refuses.

    `folder` is made where it is missing, but for the one that it lies in.
    """
    with plain_write_errors(folder):
        folder.mkdir(exist_ok=True)
    write_bytes(folder / f"{key}{_ENDING}", hashlib.sha256(net).digest() + net)
    with suppress(OSError):  # another process may be at the same
        oldest = sorted(folder.glob(f"*{_ENDING}"), key=lambda path: path.stat().st_mtime)
        for path in oldest[:-_MOST]:
            path.unlink(missing_ok=True)
