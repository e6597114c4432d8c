"""The sizes of the pictures beside a label file, where only the pictures tell them."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from storage.foreign_files import is_inside, read_at_most
from storage.media.images import picture_size

_HEAD = 256 << 10  # bytes: a JPEG's size stands behind its notes of the camera
_ENDINGS = ("", ".jpg", ".jpeg", ".png", ".JPG", ".PNG")
_FOLDERS = ("", "images", "img1", "JPEGImages", "data", "obj_train_data")


def size_beside(names: Iterable[str], folders: Iterable[Path | None]) -> tuple[int, int] | None:
    """Width and height of the first of the pictures `names` that lies in one of `folders`."""
    places = [folder for folder in folders if folder is not None]
    for name in names:
        for path in _places(name, places):
            if (size := _size(path)) is not None:
                return size
    return None


def _places(name: str, folders: Iterable[Path]) -> Iterator[Path]:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute() or "\0" in name:
        return
    for folder in folders:
        for below in _FOLDERS:
            for tail in {parts, parts[-1:]}:
                for ending in _ENDINGS:
                    path = Path(folder, below, *tail[:-1], tail[-1] + ending)
                    if is_inside(path, folder):
                        yield path


def _size(path: Path) -> tuple[int, int] | None:
    try:
        if not path.is_file():
            return None
        return picture_size(read_at_most(path, _HEAD))
    except OSError:  # a name that no disk takes, or a picture that cannot be opened
        return None
