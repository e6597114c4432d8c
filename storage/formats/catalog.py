"""The label formats: one entry each, which stands beside the code of its format.

Nothing heavy is imported here: the code behind an entry is named, and loaded when it is asked for,
so that the command line can list the formats at once.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from storage.errors import UserError
from storage.foreign_files import read_at_most
from storage.formats.coco.format import COCO
from storage.formats.cvat.format import CVAT
from storage.formats.entry.label_format import FileSample, LabelFormat
from storage.formats.groundtruth.format import GROUND_TRUTH
from storage.formats.mot.format import MOT
from storage.formats.soccernet.format import SOCCERNET
from storage.formats.tables.format import BALL_TABLE, EVENT_TABLE, TRACKNET_TABLE
from storage.formats.timelines.format import SPORTSCODE
from storage.formats.yolo.format import YOLO

_HEAD = 1 << 16  # bytes that tell one format from another

# the first whose `sniff` fits is it; ball positions come last, as any other file may be a table
_FORMATS: tuple[LabelFormat, ...] = (
    GROUND_TRUTH,
    SPORTSCODE,
    CVAT,
    YOLO,
    MOT,
    SOCCERNET,
    COCO,
    EVENT_TABLE,
    TRACKNET_TABLE,
    BALL_TABLE,
)


def label_formats() -> dict[str, LabelFormat]:
    """All formats by name, in the order in which they are listed."""
    return {format.name: format for format in _FORMATS}


def load(name: str) -> Any:
    """What `name`, a `module:name` of an entry, stands for."""
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def format_of(path: Path) -> str:
    """The format of the file or folder at `path`, told by what is in it. Raises UserError."""
    sample = FileSample(path, "" if path.is_dir() else _head(path), path.is_dir())
    for format in _FORMATS:
        if format.sniff(sample):
            return format.name
    raise UserError(f"Touchline found no labels it can read in {path}.", "Choose the file itself.")


def _head(path: Path) -> str:
    try:
        data = read_at_most(path, _HEAD)
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        return data.decode("utf-16" if wide else "utf-8-sig", "replace")
    except OSError as error:
        raise UserError(f"{path.name} could not be read.", f"{error.strerror}.") from error
