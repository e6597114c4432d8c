"""The label formats: one entry each, with what it is called, read, written, checked and told by.

Nothing heavy is imported here: the code behind an entry is named, and loaded when it is asked for,
so that the command line can list the formats at once.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from storage.errors import UserError
from storage.foreign_files import read_at_most

_HEAD = 1 << 16  # bytes that tell one format from another


@dataclass(frozen=True, slots=True)
class FileSample:
    """The beginning of a file, or a folder: what formats are told apart by."""

    path: Path
    head: str  # of a file, decoded as well as possible; empty for a folder
    folder: bool

    @property
    def suffix(self) -> str:
        """The ending of the name, lower case."""
        return self.path.suffix.lower()

    @property
    def columns(self) -> set[str]:
        """The names in the first line of a table."""
        lines = self.head.lstrip().splitlines()
        if lines and lines[0].lower().startswith("sep="):
            lines = lines[1:]
        names = re.split(r"[,;\t]", lines[0]) if lines else []
        return {re.sub(r"[\s_-]+", "", name).lower().strip("\"'") for name in names}

    def holds(self, *places: str) -> bool:
        """Whether one of `places` is in the folder."""
        return self.folder and any((self.path / place).exists() for place in places)


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """One format. `read`, `write` and `check` name their code as `module:name`.

    `read(path, target, options)` gives a LabelSet, `check(path)` a Report; `write` is a
    DataSetFormat, or a function that writes one file. Empty: the format has no such side.
    """

    name: str  # on the command line
    title: str  # in the window
    sniff: Callable[[FileSample], bool]
    imports: str = ""  # help of `touchline import`
    checks: str = ""  # help of `touchline check`
    exports: str = ""  # help of `touchline export`
    options: frozenset[str] = frozenset()  # fields of ReadOptions that make a difference
    read: str = ""
    write: str = ""
    check: str = ""


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


def _is_ground_truth(sample: FileSample) -> bool:
    if sample.folder:
        return sample.holds("manifests")
    lines = sample.suffix in (".manifest", ".jsonl")
    return lines or (sample.suffix == ".json" and '-annotations"' in sample.head)


def _is_yolo(sample: FileSample) -> bool:
    if sample.folder:
        names = ("labels", "data.yaml", "obj.names", "obj_train_data", "train/labels")
        return sample.holds(*names) or (
            sample.holds("classes.txt") and not sample.holds("gt", "det")
        )
    return sample.suffix in (".yaml", ".yml")


def _is_mot(sample: FileSample) -> bool:
    in_folder = sample.holds("gt/gt.txt", "det/det.txt", "gt.txt", "gameinfo.ini", "seqinfo.ini")
    return in_folder or (not sample.folder and sample.suffix in (".txt", ".ini"))


def _is_coco(sample: FileSample) -> bool:
    in_folder = sample.holds(
        "annotations", "train/_annotations.coco.json", "_annotations.coco.json"
    )
    return in_folder or (not sample.folder and sample.suffix == ".json")


def _is_cvat(sample: FileSample) -> bool:
    if sample.folder:
        return sample.holds("annotations.xml")
    return sample.suffix == ".xml" or sample.head.lstrip().startswith("<")


def _is_soccernet(sample: FileSample) -> bool:
    if sample.folder:
        return sample.holds("Labels-v2.json")
    told = '"gameTime"' in sample.head or '"position_ms"' in sample.head
    return sample.suffix == ".json" and told


def _is_event_table(sample: FileSample) -> bool:
    return not sample.folder and bool({"event", "eventname", "eventtype"} & sample.columns)


def _is_tracknet(sample: FileSample) -> bool:
    names = sample.columns
    return not sample.folder and ("visibility" in names or {"filename", "xcoordinate"} <= names)


_PICTURES = frozenset({"class_name", "first_number", "source", "ball"})

# the first whose `sniff` fits is it; ball positions come last, as any other file may be a table
_FORMATS = (
    LabelFormat(
        "groundtruth",
        "Ground Truth",
        _is_ground_truth,
        imports="a SeqLabel, a manifest, or the folder or ZIP file of a data set",
        checks="a manifest, sequence file, SeqLabel or label categories, or a folder of them",
        exports="a SageMaker Ground Truth data set",
        options=frozenset({"class_name", "ball", "attribute", "images"}),
        read="storage.formats.groundtruth.read.read_labels:read_data_set",
        write="storage.formats.groundtruth.write.exporting:export",
        check="storage.formats.groundtruth.check.checking:check_ground_truth",
    ),
    LabelFormat(
        "cvat",
        "CVAT for video 1.1",
        _is_cvat,
        imports="CVAT for video or images 1.1: an XML or ZIP file",
        checks="CVAT for video 1.1 (XML)",
        exports="CVAT for video 1.1: a track of the ball",
        options=frozenset({"class_name", "source", "first_number", "ball"}),
        read="storage.formats.cvat.read:read_cvat",
        write="storage.formats.cvat.write:CVAT",
        check="storage.formats.cvat.read:check_cvat",
    ),
    LabelFormat(
        "yolo",
        "YOLO",
        _is_yolo,
        imports="a YOLO data set: its folder, ZIP file or data.yaml",
        checks="the folder of a YOLO data set, or its data.yaml",
        exports="a YOLO data set: pictures, labels, data.yaml",
        options=_PICTURES,
        read="storage.formats.yolo.read:read_yolo",
        write="storage.formats.yolo.write:YOLO",
        check="storage.formats.yolo.read:check_yolo",
    ),
    LabelFormat(
        "mot",
        "MOTChallenge",
        _is_mot,
        imports="a MOTChallenge sequence: its folder, ZIP file, gt.txt, det.txt or results",
        checks="the folder of a MOTChallenge sequence, its gt.txt or its det.txt",
        exports="MOTChallenge sequences: gt.txt, seqinfo.ini, pictures",
        options=frozenset({"class_name", "source", "ball"}),
        read="storage.formats.mot.read:read_mot",
        write="storage.formats.mot.write:MOT",
        check="storage.formats.mot.read:check_mot",
    ),
    LabelFormat(
        "soccernet",
        "SoccerNet events",
        _is_soccernet,
        imports="SoccerNet or OpenSportsLab events (JSON)",
        checks="Labels-v2.json, or a network's results_spotting.json",
        exports="SoccerNet events: Labels-v2.json",
        options=frozenset({"half", "source"}),
        read="storage.formats.soccernet.read:read_soccernet",
        write="storage.formats.soccernet.write:SOCCERNET",
        check="storage.formats.soccernet.read:check_soccernet",
    ),
    LabelFormat(
        "coco",
        "COCO",
        _is_coco,
        imports="COCO annotations: a JSON file, or the folder or ZIP file of a data set",
        checks="COCO annotations (JSON), or the folder of a data set",
        exports="COCO annotations: boxes and key points of the ball",
        options=_PICTURES | {"images"},
        read="storage.formats.coco.read:read_coco",
        write="storage.formats.coco.write:COCO",
        check="storage.formats.coco.read:check_coco",
    ),
    LabelFormat(
        "events-csv",
        "Events (CSV)",
        _is_event_table,
        imports="events: frame,event and more",
        checks="events: frame,event and more",
        exports="the video's events",
        read="storage.formats.tables.read:read_events_table",
        write="storage.formats.tables.events_csv:write_events_csv",
        check="storage.formats.tables.table_checks:check_events_csv",
    ),
    LabelFormat(
        "tracknet-csv",
        "TrackNet (CSV)",
        _is_tracknet,
        imports="ball positions: Frame,Visibility,X,Y",
        checks="ball positions: Frame,Visibility,X,Y",
        exports="Frame,Visibility,X,Y,Time as TrackNet reads it",
        options=frozenset({"first_number", "source", "stored_pixels"}),
        read="storage.formats.tables.read:read_tracknet_table",
        write="storage.formats.tables.tracknet_csv:write_tracknet_csv",
        check="storage.formats.tables.table_checks:check_tracknet_csv",
    ),
    LabelFormat(
        "csv",
        "Ball positions (CSV)",
        lambda sample: not sample.folder,
        imports="ball positions: frame,visible,x,y and more",
        checks="ball positions: frame,visible,x,y and more",
        exports="ball positions, human over model",
        options=frozenset({"first_number", "stored_pixels"}),
        read="storage.formats.tables.read:read_ball_table",
        write="storage.formats.tables.ball_csv:write_ball_csv",
        check="storage.formats.tables.table_checks:check_ball_csv",
    ),
)
