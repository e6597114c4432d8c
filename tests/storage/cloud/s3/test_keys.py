"""Keys from strangers: none leaves its folder, no two become one file."""

import unicodedata
from pathlib import Path, PurePath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storage.cloud.s3.keys import is_plain, safe_name, safe_path

FOLDER = Path("/library/videos")
HOSTILE = (
    "../../etc/passwd",
    "/etc/passwd",
    "a/../../../b",
    "..",
    ".",
    "",
    "/",
    "//",
    "a//b",
    "a/",
    "C:\\Windows\\system32",
    "\\\\server\\share",
    "..\\..\\x",
    "con",
    "CON.mp4",
    "nul.txt",
    "a/aux/b.mp4",
    "lpt1.mp4",
    "name.",
    "name ",
    " name",
    "a\x00b",
    "a\nb",
    "a\x7f",
    "\u202egpj.exe",
    "caf\u00e9.mp4",
    "cafe\u0301.mp4",
    "ﬁnal.mp4",
    "\U0001f3be.mp4",
    "\ud800",
    "file:stream",
    "a*b?.mp4",
    "-rf",
    "~",
    "~/.ssh/id",
    ".bashrc",
    "A.mp4",
    "a.mp4",
    "a.MP4",
    "a",
    "a/b",
    "a.mp4/b.mp4",
    "x" * 1024,
    "é" * 512,
    "a/" * 511 + "b",
)
PARTS = some.one_of(
    some.sampled_from(("..", ".", "", "a", "A", "a.mp4", "A.mp4", "b", "con", "é", "e\u0301")),
    some.text(max_size=6),
)
KEYS = some.lists(PARTS, min_size=1, max_size=5).map("/".join)


def folded(path: PurePath) -> tuple[str, ...]:
    """As a disk knows a path that ignores case and composes letters."""
    return tuple(unicodedata.normalize("NFD", part).casefold() for part in path.parts)


def is_below(path: Path) -> bool:
    parts = path.relative_to(FOLDER).parts
    return len(parts) > 0 and not {"..", "."} & set(parts)


@pytest.mark.parametrize("key", HOSTILE)
def test_no_hostile_key_leaves_its_folder(key: str) -> None:
    assert is_below(safe_path(FOLDER, key))
    assert is_below(FOLDER / safe_name(key))


@given(KEYS)
def test_no_key_at_all_leaves_its_folder(key: str) -> None:
    for path in (safe_path(FOLDER, key), FOLDER / safe_name(key)):
        assert is_below(path)
        assert len(str(path.relative_to(FOLDER)).encode()) < 255
        assert not PureWindowsPath(path.name).is_reserved()
        assert not path.name.endswith((".", " "))
        assert path.name.isprintable()


@given(some.lists(KEYS, min_size=2, max_size=8, unique=True))
def test_no_two_keys_become_one_file_or_file_and_folder(keys: list[str]) -> None:
    paths = [folded(safe_path(FOLDER, key)) for key in keys]

    assert len(set(paths)) == len(keys)
    for path in paths:
        assert not any(other[: len(path)] == path for other in paths if other != path)


def test_the_hostile_ones_do_not_meet_either() -> None:
    paths = {folded(safe_path(FOLDER, key)) for key in HOSTILE}

    assert len(paths) == len(HOSTILE)


@pytest.mark.parametrize("key", ["match.mp4", "2026/final/match-1_a.mp4", "labels/seq.1.json"])
def test_plain_names_stay_as_they_are(key: str) -> None:
    assert safe_path(FOLDER, key) == FOLDER / key


def test_a_marked_name_can_still_be_read() -> None:
    assert safe_path(FOLDER, "Final 2026.MP4").name.startswith("Final_2026~")
    assert safe_path(FOLDER, "Final 2026.MP4").suffix == ".mp4"


def test_a_name_alone_may_have_capitals() -> None:
    assert safe_name("club/Final-2026.MP4") == "Final-2026.MP4"


@given(KEYS)
def test_plain_keys_are_relative_paths(key: str) -> None:
    if is_plain(key):
        assert is_below(FOLDER / key)
