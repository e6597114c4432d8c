"""Which labels of a data set of several videos are of one of them, where no notes of ours tell."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from storage.formats.common.choices import ChoiceNeeded, called_like
from storage.formats.common.picture_frames import names_by_video, video_name
from storage.formats.groundtruth.read.collect import CollectedLabels
from storage.records import Video

_FOLDERS = 3  # above a picture, that may be called like its video


def of_source(collected: CollectedLabels, video: Video, wanted: str) -> CollectedLabels:
    """The labels whose pictures go by the name `wanted`, or by that of `video`.

    All of them where no folder or picture is called like the video: it may be one that was renamed.
    Raises ChoiceNeeded where nothing is called as `wanted`.
    """
    called = _names(collected)
    alike = called_like(wanted or video.path.name)
    mine = {key for key, names in called.items() if any(map(alike, names))}
    if wanted and not mine:
        raise ChoiceNeeded(
            "source", f"No pictures are of {wanted[:80]!r}.", source_names(collected)
        )
    if not mine:
        return collected
    sequences = [each for each in collected.sequences if _key(each.address, "") in mine]
    lines = [
        (line, pair) for line, pair in collected.lines if _line_key(line.source, called) in mine
    ]
    return CollectedLabels(sequences, lines, collected.folders)


def source_names(collected: CollectedLabels) -> list[str]:
    """What the videos of a data set go by, as far as its addresses tell."""
    called = _names(collected)
    return sorted({names[0] for names in called.values() if names})


_Key = tuple[str, str]  # address of a folder, and what stands around the numbers in it


def _names(collected: CollectedLabels) -> dict[_Key, list[str]]:
    """What each group of pictures goes by, the likeliest first."""
    names = {_key(each.address, ""): _folders(each.address) for each in collected.sequences}
    for address, pictures in collected.picture_lists().items():
        groups: Mapping[str, Iterable[str]] = names_by_video(pictures.names)
        if not 1 < len(groups) <= len(pictures.names) / 2:
            names[_key(address, "")] = _folders(address)
            continue
        for prefix in groups:
            names[_key(address, prefix)] = [video_name(prefix), *_folders(address)]
    return names


def _line_key(source: str | None, called: Mapping[_Key, object]) -> _Key:
    address, _, name = (source or "").rpartition("/")
    if _key(address, "") in called:
        return _key(address, "")
    return _key(address, next(iter(names_by_video([name]))))


def _key(address: str, prefix: str) -> _Key:
    return address.rstrip("/"), prefix


def _folders(address: str) -> list[str]:
    parts = PurePosixPath(address.partition("://")[2] or address).parts
    return [part for part in reversed(parts[-_FOLDERS:]) if part != "/"]
