"""Clips of which numbers are stored in place of pictures: features, and tables of joints."""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np
from numpy.typing import NDArray

from inference.clips.data.labelled_clip import LabelledClip
from storage.errors import UserError
from storage.foreign_files import files_inside, read_at_most
from storage.formats.common.csv_rows import csv_rows

_FEATURES = "features"  # (clips, moments, features); `scale` (features,) multiplies them
_CLASSES = ("class", "label", "stroke")
_GROUPS = ("group", "scene", "person", "match")
_LARGEST = 1 << 31  # bytes of an .npz once unpacked
_NUMBERED = re.compile(r"(?P<name>.+?)[_-]?\d+", re.ASCII)


def series_in_file(path: Path) -> Iterator[LabelledClip]:
    """The clips of an .npz file: `features` (N, T, F), `class`, and `person` or another group.

    UserError if it is damaged, too large, or has no such arrays.
    """
    arrays = _arrays(path)
    features = arrays.get(_FEATURES)
    labels = next((arrays[name] for name in _CLASSES if name in arrays), None)
    groups = next(((name, arrays[name]) for name in _GROUPS if name in arrays), None)
    if (
        features is None
        or labels is None
        or features.ndim != 3
        or labels.shape != features.shape[:1]
    ):
        raise UserError(
            f"{path} has no features with classes.",
            f"It needs the arrays {_FEATURES} (clips, moments, features) and class (clips).",
        )
    scale = arrays.get("scale", np.ones(1, np.float32)).astype(np.float32)
    for index, label in enumerate(labels):
        series = features[index].astype(np.float32) * scale
        group = f"{groups[0]} {groups[1][index]}" if groups else ""
        yield _series(path, f"{path.name} {index}", str(label), group, series, ())


def series_in_folder(folder: Path) -> Iterator[LabelledClip]:
    """The tables of joints in a folder: a table for each clip, in a folder for each match.

    forehand_001.csv has the class forehand; a row is a moment, a column named `left_hip_x` a
    joint's place. UserError if a table is damaged.
    """
    for file in files_inside(folder, "*/*.csv", "*.csv"):
        numbered = _NUMBERED.fullmatch(file.stem)
        if numbered is None:
            continue
        rows = list(csv_rows(file, ()))
        columns = [name for name in (rows[0].values if rows else ()) if name.endswith(("_x", "_y"))]
        if not columns:
            continue
        values = [[row.number(name) or 0.0 for name in columns] for row in rows]
        group = file.parent.name if file.parent != folder else ""
        series = np.array(values, np.float32)
        yield _series(file, file.name, numbered["name"], group, series, tuple(columns))


def _series(
    path: Path,
    name: str,
    label: str,
    group: str,
    series: NDArray[np.float32],
    columns: tuple[str, ...],
) -> LabelledClip:
    if not np.isfinite(series).all() or not len(series):
        raise UserError(f"{path.name}: {name} contains NaN or infinity.", "Leave that clip out.")
    identity = sha256(repr(series.shape).encode() + series.tobytes()).hexdigest()
    return LabelledClip(
        name, path, identity, label, group or name, "series", series=series, columns=columns
    )


def _arrays(path: Path) -> Mapping[str, NDArray[Any]]:
    try:
        packed = BytesIO(read_at_most(path, _LARGEST))
        with ZipFile(packed) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise UserError(f"{path} is too large.", "Divide it into several files.")
        with np.load(packed, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (OSError, ValueError, BadZipFile, EOFError, MemoryError) as error:
        raise UserError(f"{path} is not an .npz file of numbers.", "Write it again.") from error
