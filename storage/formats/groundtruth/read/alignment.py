"""Which frame of a video each picture of a data set is: by our notes, by count, or by content.

No formula turns numbers of pictures into frames: programs that extract them start at 0 or 1, and
drop and double frames to reach another rate. So as many pictures as the video has frames are the
frames; with other counts the pictures themselves must be at hand.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from storage.errors import UserError
from storage.formats.common.choices import ChoiceNeeded
from storage.formats.common.picture_frames import frames_of_pictures, rising_numbers
from storage.formats.groundtruth.schema.names import is_file_name, sort_key
from storage.media.frame_matching import match_pictures
from storage.media.frame_table import FrameTable
from storage.progress import Progress
from storage.records import Video


@dataclass(frozen=True, slots=True)
class PictureList:
    """The pictures of one sequence, or of a whole manifest of pictures, by file name.

    `known` gives the frames that notes tell; `folder` is where the pictures lie, if they do.
    `numbers` are the frame-no of the pictures, `order` the seq-no of the sequence, if told.
    """

    names: Sequence[str]
    known: Mapping[str, int] = field(default_factory=dict)
    folder: Path | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)
    order: int | None = None

    @property
    def told(self) -> bool:
        """Whether the notes tell the frame of every picture."""
        return all(name in self.known for name in self.names)


@dataclass(frozen=True, slots=True)
class Aligned:
    """The frame of each picture of each list, by file name, and how it was found out."""

    frames: Sequence[Mapping[str, int]]
    how: str  # for the user


def align(
    lists: Sequence[PictureList],
    video: Video,
    table: FrameTable,
    sources: Sequence[str] = (),
    first_number: int | None = None,
) -> Generator[Progress, None, Aligned]:
    """Find the frames of all pictures; yields while pictures are compared.

    Lists whose pictures show another video have no frames. `sources` are what the user may choose
    from, `first_number` is what he says that the picture of frame 0 is numbered. Raises UserError
    where frames cannot be told, or all pictures are of another video.
    """
    if all(picture_list.told for picture_list in lists):
        frames = [dict(picture_list.known) for picture_list in lists]
        _check_inside(frames, len(table))
        return Aligned(frames, "by the notes beside the data set")
    if first_number is not None:
        told = [
            frames_of_pictures(list({*picture_list.names}), len(table), first_number)
            for picture_list in lists
        ]
        _check_inside(told, len(table))
        return Aligned(told, "by the numbers in their names")
    names = [sorted(set(picture_list.names), key=sort_key) for picture_list in lists]
    count = sum(map(len, names))
    if count == len(table):
        return Aligned(
            _in_order(lists, sources), "in their order, as there are as many pictures as frames"
        )
    frames_of_lists: list[Mapping[str, int]] = []
    for picture_list, ordered in zip(lists, names, strict=True):
        paths = _paths(picture_list, ordered, count, len(table), sources)
        match = yield from match_pictures(paths, video.path, table)
        frames_of_lists.append(dict(zip(ordered, match.frames, strict=True)) if match.fits else {})
    if not any(frames_of_lists):
        raise UserError(
            f"The pictures do not show what {video.path.name} shows.",
            "Choose the video that they were taken from.",
        )
    return Aligned(frames_of_lists, "by what the pictures show")


def _in_order(lists: Sequence[PictureList], sources: Sequence[str]) -> list[Mapping[str, int]]:
    """The frames of as many pictures: by the fields that number them, else by their names."""
    orders = [picture_list.order for picture_list in lists]
    ordered = len(lists) == 1 or (None not in orders and len(set(orders)) == len(orders))
    if ordered and all(map(_is_numbered, lists)):
        return _one_behind_the_other(lists, [picture_list.numbers for picture_list in lists])
    names = [name for picture_list in lists for name in dict.fromkeys(picture_list.names)]
    if len(set(names)) == len(names):
        named = rising_numbers(names)
        return [
            {name: named.numbers[name] - named.lowest for name in picture_list.names}
            for picture_list in lists
        ]
    if not ordered:
        title = f"The labels are of {len(lists)} sequences, and nothing tells which comes first."
        advice = "Give the sequence files, too: their seq-no tells it."
        if len(sources) > 1:
            raise ChoiceNeeded("source", title, sources, f"Or: {advice}")
        raise UserError(title, advice)
    return _one_behind_the_other(
        lists,
        [rising_numbers(list(dict.fromkeys(picture_list.names))).numbers for picture_list in lists],
    )


def _is_numbered(picture_list: PictureList) -> bool:
    """Whether frame-no rises by one over all pictures of a sequence."""
    numbers = [picture_list.numbers.get(name) for name in dict.fromkeys(picture_list.names)]
    given = sorted(number for number in numbers if number is not None)
    return len(given) == len(numbers) and given == list(range(given[0], given[0] + len(given)))


def _one_behind_the_other(
    lists: Sequence[PictureList], numbers: Sequence[Mapping[str, int]]
) -> list[Mapping[str, int]]:
    """Frames of sequences in the order of their seq-no, each picture by its number in it."""
    frames: list[Mapping[str, int]] = [{} for _ in lists]
    first = 0
    for place in sorted(range(len(lists)), key=lambda place: lists[place].order or 0):
        names = set(lists[place].names)
        lowest = min(numbers[place][name] for name in names)
        frames[place] = {name: first + numbers[place][name] - lowest for name in names}
        first += len(names)
    return frames


def _paths(
    picture_list: PictureList, names: Sequence[str], count: int, frames: int, sources: Sequence[str]
) -> list[Path]:
    folder = picture_list.folder
    paths = [] if folder is None else [folder / name for name in names if is_file_name(name)]
    if not paths or len(paths) < len(names) or not all(path.is_file() for path in paths):
        title = (
            f"The labels are of {count} pictures, and the video has {frames} frames: their numbers "
            "do not say which frame each one is."
        )
        advice = (
            "Add the pictures (--images DIR): their frames are then found by what they show. "
            "Or say which number frame 0 has in their names (--first-number)."
        )
        if len(sources) > 1:
            raise ChoiceNeeded("source", title, sources, f"Or: {advice}")
        raise UserError(title, advice)
    return paths


def _check_inside(aligned: Sequence[Mapping[str, int]], frames: int) -> None:
    last = max((frame for numbers in aligned for frame in numbers.values()), default=0)
    if last >= frames:
        raise UserError(
            f"The data set mentions frame {last}, but the video has only frames 0 to {frames - 1}.",
            "Choose the video that the labels belong to.",
        )
