"""Which frame of a video each picture of a data set is, told by the names of the pictures.

The frame is the one number in the names that rises by one over all pictures. Other programs put
more into a name: dates, resolutions, hashes of uploads and downloads, the dots of a file name.
None of these rises by one; where nothing does, or several numbers do, nobody can know.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.errors import UserError
from storage.formats.common.choices import ChoiceNeeded, ReadOptions, choose_source
from storage.records import Video

_ENDING = re.compile(r"\.(jpe?g|png|bmp|tiff?|webp|gif|txt|json|xml|npy|pgm|ppm)$", re.IGNORECASE)
# what is known to be no part of the name that the picture had: Roboflow's hash, the mark of our
# own downloads, an address' query, hashes of 16 digits and more, the mark of Label Studio's uploads
_MARKS = (
    re.compile(r"\?.*$", re.DOTALL),
    re.compile(r"\.rf\.[0-9a-z]+(?=\.|$)", re.IGNORECASE),
    re.compile(r"~[0-9a-f]{32}(?=\.|$)", re.IGNORECASE),
    re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[-_]?(?=.)", re.IGNORECASE),
    re.compile(r"(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{16,}(?![0-9a-z])", re.IGNORECASE),
    re.compile(r"^(?=[0-9a-f]*[a-f])[0-9a-f]{8}[-_](?=.)", re.IGNORECASE),
)
# Label Studio's mark is eight digits of sixteen: in a few names of many it has no letter
_UPLOAD = re.compile(r"[0-9a-f]{8}[-_](?=.)", re.IGNORECASE)
_PICTURE_IN_NAME = re.compile(r"_(jpe?g|png|bmp|webp)$", re.IGNORECASE)  # Roboflow's "…_jpg"
_VIDEO_IN_NAME = re.compile(r"_(mp4|mov|avi|mkv|m4v|ts|webm)$", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_FRAME_WORD = re.compile(r"(?:^|[^a-z])(frame|frm|f|img|image|pic)s?[ _.-]*$", re.IGNORECASE)
_MAX_DIGITS = 12
_WAYS = (
    "Give the pictures the numbers of the frames, or say which number frame 0 has "
    "(--first-number on the command line)."
)


@dataclass(frozen=True, slots=True)
class NamedNumbers:
    """The number of each picture that rises over all of them, and the lowest one."""

    numbers: Mapping[str, int]
    lowest: int


def frames_of_names(names: Sequence[str], video: Video, options: ReadOptions) -> dict[str, int]:
    """The frame of `video` of each picture that is of it; those of other videos are left out.

    Pictures of several videos go by different names before their number. Raises UserError.
    """
    names = list(dict.fromkeys(names))
    groups = names_by_video(names)
    several = 1 < len(groups) <= len(names) / 2
    whole_set = len(names) == video.frames and any(map(_rises, number_columns(names)))
    if several and (options.source or not (whole_set and options.first_number is None)):
        called = {prefix: [video_name(prefix) or prefix, prefix] for prefix in groups}
        names = groups[choose_source(called, video, options.source)]
    return frames_of_pictures(names, video.frames, options.first_number)


def frames_of_pictures(
    names: Sequence[str], frames: int, first_number: int | None = None
) -> dict[str, int]:
    """Which frame of a video of `frames` each picture is, told by the names alone.

    As many pictures as frames, numbered one after the other, are the frames. Fewer or more were
    taken at another rate or by choice, and no formula says which: then the person must say what
    the numbers count from. Raises UserError.
    """
    if first_number is not None:
        return _counted_from(names, frames, first_number)
    if len(names) != frames:
        _refuse_copies(names)
        raise ChoiceNeeded(
            "first_number",
            f"The labels are of {len(names)} pictures, the video has {frames} frames"
            f"{_range(names)}.",
            more="The numbers in the names of the pictures must be those of the frames.",
        )
    named = rising_numbers(names)
    return {name: number - named.lowest for name, number in named.numbers.items()}


def rising_numbers(names: Sequence[str]) -> NamedNumbers:
    """The number in `names` that rises by one over all of them; several that rise alike will do.

    Raises UserError.
    """
    columns = [column for column in number_columns(names) if _rises(column)]
    orders = {tuple(number - min(column) for number in column) for column in columns}
    if not orders:
        _refuse_copies(names)
        raise UserError(
            f"The names of the pictures do not number the frames one by one: {_examples(names)}.",
            _WAYS,
        )
    if len(orders) > 1:
        raise UserError(
            f"Several numbers in the names of the pictures could be frames: {_examples(names)}.",
            _WAYS,
        )
    column = columns[-1]
    return NamedNumbers(dict(zip(names, column, strict=True)), min(column, default=0))


def _counted_from(names: Sequence[str], frames: int, first: int) -> dict[str, int]:
    """The frames where the user says which number frame 0 has."""
    columns = [column for column in number_columns(names) if len(set(column)) == len(column)]
    inside = [column for column in columns if all(first <= n < first + frames for n in column)]
    # a hash differs from picture to picture, too, but it is seldom within the video's frames
    choice = _only(inside) or _only(_after_word(names, inside)) or _only(columns)
    if not columns:
        _refuse_copies(names)
    if choice is None and columns:
        raise UserError(
            f"Several numbers in the names of the pictures could be frames: {_examples(names)}.",
            "Give the pictures the numbers of their frames, and no other numbers.",
        )
    if choice is None or min(choice, default=first) < first:
        shown = next((name for name in names if choice is None or _number(name) < first), "")
        raise UserError(
            f"The picture {shown[:80]!r} has no number from {first} on.",
            "Give the pictures the numbers of their frames, or leave out --first-number.",
        )
    return {name: number - first for name, number in zip(names, choice, strict=True)}


def _refuse_copies(names: Sequence[str]) -> None:
    """Two pictures of one number are copies, turned or cut, or of two videos: nobody can know."""
    by_name: dict[str, str] = {}
    for name, plain in zip(names, _plain_names(names), strict=True):
        other = by_name.setdefault(plain, name)
        if other != name and _NUMBER.search(plain):
            raise UserError(
                f"Several pictures are of one frame: {other[-60:]!r}, {name[-60:]!r}.",
                "Export the data set without augmentation, and each video by itself.",
            )


def number_columns(names: Sequence[str]) -> list[list[int]]:
    """The numbers that all names have: counted from the left, and from the right."""
    split = [_NUMBER.findall(plain) for plain in _plain_names(names)]
    count = min(map(len, split), default=0)
    columns = []
    for place in (*range(count), *range(-count, 0)):
        if all(len(numbers[place]) <= _MAX_DIGITS for numbers in split):
            columns.append([int(numbers[place]) for numbers in split])
    return columns


def _plain(name: str) -> str:
    """The name that a picture had before programs put their marks on it, without its ending."""
    last = _MARKS[0].sub("", name).replace("\\", "/").rpartition("/")[2]
    last = _ENDING.sub("", last)
    for mark in _MARKS[1:]:
        last = mark.sub("", last)
    return _PICTURE_IN_NAME.sub("", _ENDING.sub("", last))


def _plain_names(names: Sequence[str]) -> list[str]:
    """The names without marks, also those that only all names together show to be marks."""
    plain = [_plain(name) for name in names]
    last = [name.replace("\\", "/").rpartition("/")[2] for name in names]
    if not all(map(_UPLOAD.match, last)):
        return plain
    bare = [_plain(_UPLOAD.sub("", name, count=1)) for name in last]
    # where all begin alike, most have a letter and are known to be marked by themselves
    alike = sum(one == other for one, other in zip(plain, bare, strict=True))
    return bare if alike > len(names) / 2 else plain


def _rises(column: Sequence[int]) -> bool:
    return len(set(column)) == len(column) and max(column) - min(column) == len(column) - 1


def names_by_video(names: Sequence[str]) -> dict[str, list[str]]:
    """Names by what stands around their last number: `video_name` tells the video from it."""
    groups: dict[str, list[str]] = {}
    for name, plain in zip(names, _plain_names(names), strict=True):
        last = list(_NUMBER.finditer(plain))[-1:]
        prefix = plain[: last[0].start()] + "…" + plain[last[0].end() :] if last else plain
        groups.setdefault(prefix, []).append(name)
    return groups


def video_name(prefix: str) -> str:
    """What a name says of its video: without the word before the number, and Roboflow's ending."""
    said = _FRAME_WORD.sub("", prefix.partition("…")[0]).strip(" _.-")
    return _VIDEO_IN_NAME.sub("", said)


def _only(columns: Iterable[list[int]]) -> list[int] | None:
    different = {tuple(column) for column in columns}
    return list(different.pop()) if len(different) == 1 else None


def _after_word(names: Sequence[str], columns: Sequence[list[int]]) -> list[list[int]]:
    """Those that stand behind a word like "frame" in every name."""
    plain = _plain_names(names)
    return [column for column in columns if all(map(_stands_behind_word, plain, column))]


def _stands_behind_word(plain: str, number: int) -> bool:
    return any(
        int(match[0]) == number and _FRAME_WORD.search(plain[: match.start()])
        for match in _NUMBER.finditer(plain)
        if len(match[0]) <= _MAX_DIGITS
    )


def _number(name: str) -> int:
    numbers = [digits for digits in _NUMBER.findall(_plain(name)) if len(digits) <= _MAX_DIGITS]
    return int(numbers[-1]) if numbers else -1


def _range(names: Sequence[str]) -> str:
    numbers = sorted(_number(name) for name in names)
    if not numbers or numbers[0] < 0:
        return ""
    return f"; the names end in numbers from {numbers[0]} to {numbers[-1]}"


def _examples(names: Sequence[str]) -> str:
    shown = [repr(name[-60:]) for name in names[:2]]
    return ", ".join(shown) + (", …" if len(names) > 2 else "")
