"""What lies beside the lines of a MOTChallenge sequence: its size, its classes, its objects."""

import configparser
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from storage.bounds import MAX_PIXELS
from storage.foreign_files import is_inside
from storage.formats.common.picture_files import size_beside
from storage.formats.common.problems import FormatError, Problems, whole
from storage.formats.common.text_files import read_foreign_text

_MAX_INFO = 256 << 10  # bytes of seqinfo.ini, gameinfo.ini and of labels.txt
_TRACKLET = re.compile(r"trackletid_(\d{1,9})")


@dataclass(frozen=True, slots=True)
class SequenceInfo:
    """What is known of a sequence; None where nothing says."""

    length: int | None = None
    size: tuple[int, int] | None = None
    classes: Mapping[int, str] = field(default_factory=dict)
    tracks: Mapping[int, str] = field(default_factory=dict)  # class of each object, by its id


def sequence_info(file: Path, problems: Problems) -> SequenceInfo:
    """What seqinfo.ini, gameinfo.ini, labels.txt and the pictures say of the sequence of `file`."""
    folder = folder_of(file)
    length, size = None, None
    info = folder / "seqinfo.ini"
    if info.is_file() and is_inside(info, folder):
        with problems.at("seqinfo.ini"):
            length, size = _read_info(read_foreign_text(info, _MAX_INFO))
    tracks: Mapping[int, str] = {}
    game = folder / "gameinfo.ini"
    if game.is_file() and is_inside(game, folder):
        with problems.at("gameinfo.ini"):
            tracks = _read_tracks(read_foreign_text(game, _MAX_INFO))
    pictures = (f"{number:06d}" for number in (1, 0, 2))
    size = size or size_beside(pictures, (folder,))
    return SequenceInfo(length, size, _classes(file, folder), tracks)


def folder_of(file: Path) -> Path:
    """The folder of the sequence that a gt.txt or det.txt belongs to."""
    return file.parent.parent if file.parent.name in ("gt", "det") else file.parent


def _classes(file: Path, folder: Path) -> dict[int, str]:
    for labels in (folder / "gt" / "labels.txt", folder / "labels.txt"):
        if labels.is_file() and is_inside(labels, folder) and labels != file:
            lines = read_foreign_text(labels, _MAX_INFO).splitlines()
            return {number: name.strip() for number, name in enumerate(lines, 1) if name.strip()}
    return {}


def _read_info(text: str) -> tuple[int | None, tuple[int, int] | None]:
    facts = _section(text)
    length = whole(facts["seqLength"], "seqLength", 1) if "seqLength" in facts else None
    if "imWidth" not in facts or "imHeight" not in facts:
        return length, None
    return length, (
        whole(facts["imWidth"], "imWidth", 1, MAX_PIXELS),
        whole(facts["imHeight"], "imHeight", 1, MAX_PIXELS),
    )


def _read_tracks(text: str) -> dict[int, str]:
    """SoccerNet's list of who is who: `trackletID_2= ball;1`, or `player team left;10`."""
    facts = _section(text)
    tracks = {}
    for name, value in facts.items():
        match = _TRACKLET.fullmatch(name.lower())
        if match:
            tracks[int(match[1])] = value.partition(";")[0].strip()
    return tracks


def _section(text: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error as error:
        why = error.message.splitlines()[0]
        raise FormatError(f"this is not a settings file: {why}") from error
    if not parser.has_section("Sequence"):
        raise FormatError("there is no [Sequence].")
    return parser["Sequence"]
