"""Files, functions and classes stay short enough to be read in one go."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOPS = ("app", "widgets", "inference", "storage", "tests")
MODULES = [path.relative_to(ROOT) for top in TOPS for path in sorted((ROOT / top).rglob("*.py"))]
LIMITS = {ast.FunctionDef: 50, ast.ClassDef: 300}


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_files_functions_and_classes_stay_short(path: Path) -> None:
    text = (ROOT / path).read_text()

    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < LIMITS[type(node)], node.name


def test_every_module_of_some_length_has_a_test_of_its_own() -> None:
    imported = set().union(*map(imports_of, sorted((ROOT / "tests").rglob("test_*.py"))))
    untested = {
        name
        for path in MODULES
        if path.parts[0] != "tests"
        and len((ROOT / path).read_text().splitlines()) > 20
        and (name := ".".join(path.with_suffix("").parts)) not in imported
    }

    assert untested == set()


def imports_of(test: Path) -> set[str]:
    """The modules that a test imports, wherever in it; a mention in a text is no import."""
    names = set()
    for node in ast.walk(ast.parse(test.read_text())):
        if isinstance(node, ast.Import):
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return names
