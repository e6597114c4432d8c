"""Which files of a YOLO data set are texts of pictures, and what its classes are called."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from storage.errors import UserError
from storage.foreign_files import files_inside
from storage.formats.common.json_document import fields, items, read_json
from storage.formats.common.problems import FormatError, Problems, shown, text, whole
from storage.formats.common.text_files import read_foreign_text

MAX_FILES = 1_000_000  # texts of one data set
MAX_TEXT = 256 << 10  # bytes of one picture's labels, and of data.yaml
MAX_CLASSES = 10_000
_SETTINGS = ("data.yaml", "dataset.yaml", "data.yml", "dataset.yml")
# lists of names, one a line, the first is class 0: as labelImg, CVAT, Darknet and others write them
_LISTS = ("classes.txt", "obj.names", "labels.txt", "predefined_classes.txt", "_darknet.labels")
_NOTES = "notes.json"  # Label Studio's
# texts beside the labels that are none: lists of pictures, lists of classes, words for people
_NO_LABELS = re.compile(
    r"(readme|licen[cs]e|notes|classes|labels|predefined_classes|requirements)\b.*"
    r"|(train|val|valid|validation|test|autosplit_\w+)",
    re.IGNORECASE,
)
_PARTS = ("train", "val", "valid", "validation", "test", "labels")


class _Loader(yaml.SafeLoader):
    """Plain values alone; references, by which a short file can grow without bound, are refused."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("a reference")
        return super().compose_node(parent, index)


@dataclass(frozen=True, slots=True)
class YoloTexts:
    """The texts of a folder by the name of their picture: `train/rally-000017`."""

    root: Path
    files: Mapping[str, Path] = field(default_factory=dict)
    classes: Mapping[int, str] = field(default_factory=dict)  # none: the data set does not say
    points: int = 0  # values of a key point, where data.yaml tells of one


def texts_in(root: Path, problems: Problems) -> YoloTexts:
    """The texts of the data set in the folder `root`. Raises UserError if there is none."""
    classes: Mapping[int, str] = {}
    points = 0
    if (settings := _settings(root)) is not None:
        with problems.at(settings.name):
            value = _parsed(read_foreign_text(settings, MAX_TEXT))
            classes, points = _names(value), _point_values(value)
    if not classes:
        classes = _listed(root, problems)
    files: dict[str, Path] = {}
    for folder in _folders(root):
        for file in _texts(folder):
            files[_picture(root, folder, file)] = file
            if len(files) > MAX_FILES:
                raise UserError(f"{root} has too many texts.", "Choose a smaller data set.")
    if not files:
        raise UserError(f"There are no label texts in {root}.", "Choose the folder with data.yaml.")
    return YoloTexts(root, files, classes, points)


def _settings(root: Path) -> Path | None:
    """The data.yaml of the data set, which may be called otherwise, or lie above the labels."""
    named = (folder / name for folder in _above(root) for name in _SETTINGS)
    if (file := next((path for path in named if path.is_file()), None)) is not None:
        return file
    others = sorted([*root.glob("*.yaml"), *root.glob("*.yml")])
    return others[0] if len(others) == 1 else None


def _above(root: Path) -> list[Path]:
    """The folder, and those above it while they are only a part of the data set."""
    folders = [root, root / "labels"]
    while is_part(root.name) and len(folders) < 5:
        root = root.parent
        folders.append(root)
    return folders


def _folders(root: Path) -> list[Path]:
    """The folders with label texts: those called labels, CVAT's, else the whole folder."""
    for pattern in ("labels", "*/labels", "obj_*_data", "*/*/labels"):
        if matching := sorted(path for path in root.glob(pattern) if path.is_dir()):
            return matching
    return [root]


def _texts(folder: Path) -> Iterator[Path]:
    for file in files_inside(folder, "**/*.txt"):
        if not _NO_LABELS.fullmatch(file.name.removesuffix(".txt")):
            yield file


def _picture(root: Path, folder: Path, file: Path) -> str:
    """The name of the picture of a text, with the part of the data set that it is in."""
    inside = file.relative_to(folder).as_posix().removesuffix(".txt")
    part = folder.relative_to(root).as_posix()
    before = "" if part in ("labels", ".") else part.removesuffix("/labels") + "/"
    return before + inside


def _parsed(written: str) -> Mapping[str, object]:
    try:
        value = yaml.load(written, _Loader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" in line {mark.line + 1}" if mark else ""
        raise FormatError(f"this is not YAML{line}.") from error
    return value if isinstance(value, dict) else {}


def _names(value: Mapping[str, object]) -> dict[int, str]:
    """The names of classes: a list, or an object by number."""
    names = value.get("names")
    if isinstance(names, list):
        names = dict(enumerate(names))
    if not isinstance(names, dict) or len(names) > MAX_CLASSES:
        raise FormatError(f"names is {shown(names)}; it lists the classes.")
    return {whole(id, "a class"): _name(name) for id, name in names.items()}


def _name(value: object) -> str:
    # YAML reads a class called 0 or yes as a number or a truth
    return text(str(value) if isinstance(value, int | float) else value, "a name")


def _point_values(value: Mapping[str, object]) -> int:
    shape = value.get("kpt_shape")
    return 2 if isinstance(shape, list) and len(shape) == 2 and shape[1] == 2 else 0


def _listed(root: Path, problems: Problems) -> dict[int, str]:
    """The names of classes where no data.yaml tells them."""
    for folder in _above(root):
        if (folder / _NOTES).is_file():
            with problems.at(_NOTES):
                return _noted(read_json(folder / _NOTES, MAX_TEXT))
        for name in _LISTS:
            if (folder / name).is_file():
                lines = read_foreign_text(folder / name, MAX_TEXT).splitlines()[:MAX_CLASSES]
                return {id: line.strip() for id, line in enumerate(lines) if line.strip()}
    return {}


def _noted(value: object) -> dict[int, str]:
    """Label Studio's notes beside its export."""
    categories = items(fields(value).get("categories"), "categories")
    return {
        whole(fields(category).get("id"), "id"): text(fields(category).get("name"), "name")
        for category in categories
    }


def is_part(name: str) -> bool:
    """Whether a folder is called like a part of a data set, and not like a video."""
    return name.casefold() in _PARTS
