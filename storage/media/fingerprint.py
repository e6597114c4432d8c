"""What a video file is known by: two copies of one file are one video, whatever they are called."""

from hashlib import sha256
from pathlib import Path

from storage.foreign_files import open_regular
from storage.media.container import file_errors

_PIECE = 1 << 20  # bytes read at either end


def fingerprint(path: Path) -> str:
    """SHA-256 in hex of a file's size (8 bytes, little-endian), its first and its last MiB.

    A file shorter than 2 MiB has bytes in both pieces, a file below 1 MiB is read twice.
    Raises UserError where the file cannot be read.
    """
    with file_errors(path), open_regular(path) as file:
        size = file.seek(0, 2)
        digest = sha256(size.to_bytes(8, "little"))
        for start in (0, max(0, size - _PIECE)):
            file.seek(start)
            digest.update(file.read(_PIECE))
    return digest.hexdigest()
