"""The walls of the house, read from the source of every module: imports, folders, names.

`lint-imports` keeps the layers; here stands what it cannot say: which values of `storage` other
layers may use, that no two folders import each other, that no folder grows too large, and that a
class name means one thing.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOPS = ("app", "widgets", "inference", "storage", "resources")
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for top in TOPS
    for path in sorted((ROOT / top).rglob("*.py"))
}
MOST_FILES = 25

WIDGETS_MAY_USE = (
    "storage.records",
    "storage.foreign_text",
    "storage.quantities",
    "storage.formats.entry.export_format",
    "storage.formats.export.options",
)
INFERENCE_MAY_USE = (
    "storage.records",
    "storage.errors",
    "storage.progress",
    "storage.files",
    "storage.foreign_files",
    "storage.resumable_folder",
    "storage.media",
)


def imports() -> Iterator[tuple[str, str]]:
    """Every import of one of our modules by another, wherever in the module it stands."""
    for module, path in FILES.items():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from ((module, name.name) for name in node.names if name.name in FILES)
            elif isinstance(node, ast.ImportFrom) and node.module:
                for name in node.names:
                    whole = f"{node.module}.{name.name}"
                    target = whole if whole in FILES else node.module
                    if target in FILES:
                        yield module, target


IMPORTS = sorted(set(imports()))


def folder(module: str) -> str:
    """The package whose folder holds the module."""
    return module if FILES[module].name == "__init__.py" else module.rpartition(".")[0]


def starts(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize(
    ("layer", "allowed"), [("widgets", WIDGETS_MAY_USE), ("inference", INFERENCE_MAY_USE)]
)
def test_only_some_of_storage_is_known_above_it(layer: str, allowed: tuple[str, ...]) -> None:
    others = [
        (module, target)
        for module, target in IMPORTS
        if starts(module, (layer,)) and starts(target, ("storage",)) and not starts(target, allowed)
    ]

    assert others == []


def test_no_two_folders_import_each_other() -> None:
    known = {(folder(module), folder(target)) for module, target in IMPORTS}
    mutual = sorted((one, other) for one, other in known if one < other and (other, one) in known)

    assert mutual == []


def test_no_folder_holds_too_many_files() -> None:
    everything = [*FILES.values(), *(ROOT / "tests").rglob("*.py")]
    sizes = Counter(path.parent.relative_to(ROOT) for path in everything)

    assert [path for path, size in sizes.items() if size > MOST_FILES] == []


def test_a_class_name_means_one_thing() -> None:
    owners: dict[str, list[str]] = {}
    for module, path in FILES.items():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                owners.setdefault(node.name.strip("_"), []).append(module)

    assert {name: modules for name, modules in owners.items() if len(modules) > 1} == {}
