"""From the names of sources to labelled clips: folders, tables, lists, manifests, the library."""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path

from app.workflows.training.clip_series import series_in_file, series_in_folder
from app.workflows.training.request import LIBRARY
from inference.clips.data.labelled_clip import LabelledClip, Medium
from storage.errors import UserError
from storage.files import fit_name
from storage.foreign_files import files_inside
from storage.formats.common.csv_rows import MAX_FRAME, CsvRow, csv_rows
from storage.formats.common.problems import Problems
from storage.formats.common.text_files import read_label_bytes
from storage.formats.groundtruth.schema.labels import ClassChoice
from storage.formats.groundtruth.schema.local_copy import copy_of
from storage.formats.groundtruth.schema.manifest import ManifestLine, read_manifest
from storage.formats.groundtruth.schema.metadata import CLIP, SINGLE
from storage.library.labels import clips as clip_labels
from storage.library.library import Library
from storage.library.videos import recent_videos
from storage.media.fingerprint import fingerprint

TABLE = "labels.csv"  # in a folder of clips: file, class and a column for the group
GROUP_COLUMNS = ("group", "scene", "person", "match", "hoop", "video")
_STILLS = (".jpg", ".jpeg", ".png")
_VIDEOS = (".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".ts", ".wmv", ".ogg")
_UCF = re.compile(r"v_(?P<name>[A-Za-z0-9]+)_g(?P<group>\d+)_c\d+", re.ASCII)
_MANIFESTS = (".manifest", ".jsonl")


def find_clips(
    library: Library, sources: Sequence[str]
) -> Generator[object, None, list[LabelledClip]]:
    """All labelled clips in `sources`; of a clip in two of them the first counts.

    Yields while it looks. UserError if a source is not there or holds no labelled clips.
    """
    clips: dict[str, LabelledClip] = {}
    for name in dict.fromkeys(sources):
        found = clips_in_library(library) if name == LIBRARY else _clips_at(Path(name).expanduser())
        for clip in found:
            yield clip
            clips.setdefault(clip.key, clip)
    return list(clips.values())


def clips_in_library(library: Library) -> Iterator[LabelledClip]:
    """The named clips of all videos; what comes of one video stays together. UserError if none."""
    with library.connect() as db:
        videos = sorted((s.video for s in recent_videos(db)), key=lambda video: video.fingerprint)
        found = False
        for video in videos:
            for stored in clip_labels(db, video.fingerprint).values():
                clip = stored.label
                if clip.name:
                    found = True
                    yield LabelledClip(
                        f"{video.path.name} {clip.first}-{clip.stop - 1}",
                        video.path,
                        video.fingerprint,
                        clip.name,
                        video.fingerprint,
                        first=clip.first,
                        stop=clip.stop,
                    )
    if not found:
        raise UserError(
            "There are no named clips in this library.",
            "Name some clips in the window, or name a folder of clips by class.",
        )


def listed_names(path: Path) -> list[str]:
    """The clips that a list of UCF101's, such as testlist01.txt, names: the stems of their files.

    UserError if it cannot be read or is no such list.
    """
    names = []
    for number, line in enumerate(read_label_bytes(path).decode("utf-8", "replace").splitlines()):
        if line.strip():
            place = line.split()[0]
            if "." not in Path(place).name:
                raise UserError(
                    f"{path}, line {number + 1}: {place[:80]!r} is not the name of a clip.",
                    "Each line of a list names one file, as Class/v_Class_g01_c01.avi.",
                )
            names.append(Path(place).stem)
    return names


def _clips_at(path: Path) -> Iterable[LabelledClip]:
    if path.is_dir():
        clips = list(_clips_in_folder(path))
        advice = (
            "A folder of clips has a folder for each class, or labels.csv with the columns file "
            "and class, or files named v_Class_g01_c01.avi."
        )
    elif path.is_file():
        clips = list(_clips_in_file(path))
        advice = "Name a folder of clips, labels.csv, a manifest, a list of clips or .npz features."
    else:
        raise UserError(f"{path} does not exist.", f"A source is a folder, a file or '{LIBRARY}'.")
    if not clips:
        raise UserError(f"{path} has no labelled clips.", advice)
    return clips


def _clips_in_folder(folder: Path) -> Iterator[LabelledClip]:
    if (folder / TABLE).is_file():
        yield from _clips_in_table(folder / TABLE)
        return
    files = files_inside(folder, "*/*", "*")
    media = [file for file in files if file.suffix.lower() in (*_VIDEOS, *_STILLS)]
    if not media:
        yield from series_in_folder(folder)
    for file in media:
        ucf = _UCF.fullmatch(file.stem)
        if ucf or file.parent != folder:
            label = ucf["name"] if ucf else file.parent.name
            group = f"{ucf['name']} g{ucf['group']}" if ucf else ""
            yield _clip(file, file.relative_to(folder).as_posix(), label, group)


def _clips_in_file(path: Path) -> Iterator[LabelledClip]:
    kind = path.suffix.lower()
    if kind == ".csv":
        yield from _clips_in_table(path)
    elif kind == ".npz":
        yield from series_in_file(path)
    elif kind == ".txt":
        yield from _clips_in_list(path)
    elif kind in _MANIFESTS:
        yield from _clips_in_manifest(path)


def _clips_in_table(path: Path) -> Iterator[LabelledClip]:
    """The rows of a table: file, class, perhaps a group, and first and last frame."""
    for row in csv_rows(path, ("file", "class")):
        file, label = path.parent / row.text("file"), row.text("class")
        if not label:
            raise row.error("the class is empty.")
        if not file.is_file() or not file.resolve().is_relative_to(path.parent.resolve()):
            raise row.error(f"{row.text('file')[:200]} is not a file beside the table.")
        column = next((name for name in GROUP_COLUMNS if row.text(name)), "")
        group = f"{column} {row.text(column)}" if column else ""
        first, stop = _frames(row)
        yield _clip(file, row.text("file"), label, group, first, stop)


def _frames(row: CsvRow) -> tuple[int, int | None]:
    """The frames of a row, first and stop; those without are whole."""
    first = row.whole("first", MAX_FRAME) if row.text("first") else 0
    stop = row.whole("stop", MAX_FRAME) if row.text("stop") else None
    if stop is not None and stop <= first:
        raise row.error("stop is the first frame behind the clip, and must be larger than first.")
    return first, stop


def _clips_in_list(path: Path) -> Iterator[LabelledClip]:
    """The clips of a list of UCF101's, which lie beside it, in folders of their classes or not."""
    wanted = set(listed_names(path))
    places = [path.parent, path.parent.parent]
    for place in places:
        found = [clip for clip in _clips_in_folder(place) if clip.path.stem in wanted]
        if found:
            yield from found
            return


def _clips_in_manifest(path: Path) -> Iterator[LabelledClip]:
    """The clips that people have classified in a Ground Truth job, as far as they are at hand."""
    copy, missing = copy_of(path), 0
    for line in read_manifest(path, Problems()):
        label = _chosen_class(line)
        if label is None or line.source is None:
            continue
        file = copy.find(line.source)
        if file is None:
            missing += 1
            continue
        yield _clip(file, file.name, label, _origin(line))
    if missing:
        raise UserError(
            f"{missing} clips of {path.name} are not on this disk.",
            "Download them into the folder of the manifest, below the path their addresses end in.",
        )


def _chosen_class(line: ManifestLine) -> str | None:
    """The class of the last label of a line; its name is to be trusted more than its number."""
    for pair in reversed(line.pairs):
        if pair.type in (CLIP, SINGLE) and isinstance(pair.label, ClassChoice):
            return pair.label.name or f"class {pair.label.index}"
    return None


def _origin(line: ManifestLine) -> str:
    """The video that a clip was cut out of, where the line says so."""
    origin = line.kept.get("touchline")
    video = origin.get("video") if isinstance(origin, dict) else None
    return video if isinstance(video, str) else ""


def _clip(
    file: Path, name: str, label: str, group: str, first: int = 0, stop: int | None = None
) -> LabelledClip:
    identity = fingerprint(file)
    # a part of a longer video goes with its other parts
    known = group or (identity if first or stop else "")
    medium: Medium = "still" if file.suffix.lower() in _STILLS else "video"
    return LabelledClip(name, file, identity, label, known or fit_name(name), medium, first, stop)
