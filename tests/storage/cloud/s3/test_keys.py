"""Keys from strangers: none leaves its folder, no two become one file."""

import unicodedata
from pathlib import Path, PurePath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as some

from storage.cloud.s3.keys import is_plain, local_name, local_paths

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


def alone(key: str) -> Path:
    """The file of a key that comes alone."""
    return local_paths(FOLDER, [key])[key]


def is_below(path: Path) -> bool:
    parts = path.relative_to(FOLDER).parts
    return len(parts) > 0 and not {"..", "."} & set(parts)


@pytest.mark.parametrize("key", HOSTILE)
def test_no_hostile_key_leaves_its_folder(key: str) -> None:
    assert is_below(alone(key))
    assert is_below(FOLDER / local_name(key))


@given(KEYS)
def test_no_key_at_all_leaves_its_folder(key: str) -> None:
    for path in (alone(key), FOLDER / local_name(key)):
        assert is_below(path)
        assert len(str(path.relative_to(FOLDER)).encode()) < 255
        assert not PureWindowsPath(path.name).is_reserved()
        assert not path.name.endswith((".", " "))
        assert path.name.isprintable()


@given(some.lists(KEYS, min_size=2, max_size=8, unique=True))
def test_no_two_keys_become_one_file_or_file_and_folder(keys: list[str]) -> None:
    paths = [folded(path) for path in local_paths(FOLDER, keys).values()]

    assert len(set(paths)) == len(keys)
    for path in paths:
        assert not any(other[: len(path)] == path for other in paths if other != path)


def test_the_hostile_ones_do_not_meet_either() -> None:
    paths = {folded(path) for path in local_paths(FOLDER, HOSTILE).values()}

    assert len(paths) == len(HOSTILE)


@pytest.mark.parametrize(
    "key",
    [
        "match.mp4",
        "2026/final/match-1_a.mp4",
        "labels/seq.1.json",
        "annotations/consolidated-annotation/output/0/SeqLabel.json",
        "Labels-v2.json",
        "Game 1.ball.csv",
        "Club Å/Größe (Finale) + O'Neill & Co.MP4",
        "日本/試合_001.txt",
        "train/labels/Rally_mp4-12_jpg.rf.AbC.txt",
        "x" * 200,
    ],
)
def test_names_that_a_disk_takes_stay_as_they_are(key: str) -> None:
    assert alone(key) == FOLDER / key
    assert local_name(key) == key.rpartition("/")[2]


@pytest.mark.parametrize("key", [".bashrc", "-rf", "nul.txt", "name.", "a\nb", "x" * 201])
def test_names_that_mislead_or_no_disk_takes_are_marked(key: str) -> None:
    assert "~" in alone(key).name
    assert not any(letter.isdigit() for letter in alone(key).name.rpartition("~")[2])


def test_only_names_that_meet_are_marked_and_pairs_alike() -> None:
    keys = ["Game.jpg", "Game.txt", "game.jpg", "final.jpg", "final.txt", "Set/A.txt", "set/b.txt"]
    paths = {
        key: path.relative_to(FOLDER).as_posix() for key, path in local_paths(FOLDER, keys).items()
    }

    assert {key for key, path in paths.items() if key != path} == {
        "Game.jpg", "Game.txt", "game.jpg"
    }  # fmt: skip
    assert paths["Game.jpg"].removesuffix("jpg") == paths["Game.txt"].removesuffix("txt")
    assert paths["game.jpg"] != paths["Game.jpg"]


def test_pairs_of_names_that_no_disk_takes_stay_pairs() -> None:
    paths = local_paths(FOLDER, ["a\n1.jpg", "a\n1.txt", "a\n2.txt"])

    one, other, third = (path.stem for path in paths.values())
    assert one == other != third


def test_a_file_that_is_also_a_folder_is_marked() -> None:
    paths = local_paths(FOLDER, ["m", "M/x.txt"])

    assert paths["M/x.txt"] == FOLDER / "M/x.txt"
    assert paths["m"].name.startswith("m~")


@pytest.mark.parametrize("folder", ["", "a/" * 505])
def test_endings_that_differ_only_in_case_meet_nobody(folder: str) -> None:
    keys = [f"{folder}a.mp4", f"{folder}a.MP4", f"{folder}A.Mp4"]

    assert len({folded(path) for path in local_paths(FOLDER, keys).values()}) == 3


def test_a_name_with_our_own_mark_meets_nobody() -> None:
    marked = local_paths(FOLDER, ["A.txt", "a.txt"])["A.txt"].name
    paths = local_paths(FOLDER, ["A.txt", "a.txt", marked])

    assert len({folded(path) for path in paths.values()}) == 3


@given(KEYS)
def test_plain_keys_are_relative_paths(key: str) -> None:
    if is_plain(key):
        assert is_below(FOLDER / key)
