"""Ways in which people, sync folders and cleaners take a library away that is open."""

import shutil
from collections.abc import Callable
from pathlib import Path


def removed(folder: Path) -> None:
    (folder / "library.db").unlink()


def removed_with_log(folder: Path) -> None:
    for file in folder.glob("library.db*"):
        file.unlink()


def folder_removed(folder: Path) -> None:
    shutil.rmtree(folder)


def moved(folder: Path) -> None:
    (folder / "library.db").rename(folder / "old.db")


def folder_moved(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))


def replaced_by_a_copy(folder: Path) -> None:
    """As a sync folder does, or who puts a backup in its place."""
    shutil.copy(folder / "library.db", folder / "copy")
    (folder / "copy").replace(folder / "library.db")


def folder_replaced_by_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"")


WAYS: list[Callable[[Path], None]] = [
    removed,
    removed_with_log,
    folder_removed,
    moved,
    folder_moved,
    replaced_by_a_copy,
    folder_replaced_by_a_file,
]
