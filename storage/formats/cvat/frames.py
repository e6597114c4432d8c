"""Which frame of a video the frames of a CVAT task are.

A task may begin late and leave frames out (start_frame, stop_frame, frame_filter). CVAT's server
writes the numbers of the video's frames; other programs that write its format, and files that
were corrected by hand, number the frames of the task from 0.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from storage.errors import UserError
from storage.formats.common.choices import ReadOptions
from storage.formats.common.picture_frames import frames_of_pictures, number_columns
from storage.formats.cvat.xml import CvatImage, CvatTask
from storage.records import Video

_MADE = re.compile(r"frame_\d{6,9}")  # what CVAT calls the frames of a video
_VIDEOS = (".mp4", ".m4v", ".mov", ".mkv", ".avi", ".ts", ".mts", ".mpg", ".mpeg", ".webm", ".wmv")


def frames_of_task(task: CvatTask, used: Collection[int], video: Video) -> Mapping[int, int]:
    """The frame of `video` for each of the frames `used` in tracks. Raises UserError."""
    start, step = task.start or 0, task.step
    part = start > 0 or step > 1
    if not part or _counts_video(task, used):
        _check_length(task, video, part)
        return {frame: frame for frame in used}
    if task.frames is not None and max(used, default=0) > task.frames:
        raise UserError(
            f"The task has {task.frames} frames from frame {start} on, every {step}; frame "
            f"{max(used)} is not one of them.",
            "Export the task again as CVAT for video 1.1.",
        )
    _check_length(task, video, part)
    return {frame: start + frame * step for frame in used}


def frames_of_images(
    images: Iterable[CvatImage], task: CvatTask, video: Video, options: ReadOptions
) -> Mapping[int, int]:
    """The frame of `video` for the id of each of `images`. Raises UserError.

    The names say it where CVAT has made them from the numbers of the video's frames. The ids of a
    task that was made of a video are frames, too. Those of a task that was made of pictures are in
    the order of their names as text, where 10 comes before 9: they count where the names agree.
    """
    different = list({image.frame: image for image in images}.values())
    names = [image.name for image in different]
    first = options.first_number
    if first is None and all(map(_MADE.fullmatch, names)):
        numbers = {image.frame: int(image.name.rpartition("_")[2]) for image in different}
        frames = frames_of_task(task, list(numbers.values()), video)
        return {id: frames[number] for id, number in numbers.items()}
    if first is None and (_is_video(task.source) or _agree(different, task, video)):
        return frames_of_task(task, [image.frame for image in different], video)
    named = frames_of_pictures(names, video.frames, first)
    return {image.frame: named[image.name] for image in different}


def _is_video(source: str) -> bool:
    return source.lower().endswith(_VIDEOS)


def _agree(images: Sequence[CvatImage], task: CvatTask, video: Video) -> bool:
    """Whether ids and names of pictures rise alike, in a task with a picture for each frame."""
    if task.frames != video.frames:
        return False
    for column in number_columns([image.name for image in images]):
        steps = {number - image.frame for number, image in zip(column, images, strict=True)}
        # that 10 and 11 follow each other tells nothing of where 2 to 9 are
        padded = len({len(image.name) for image in images}) == 1 < len(images)
        if len(steps) == 1 and (padded or steps <= {0, 1}):
            return True
    return False


def _counts_video(task: CvatTask, used: Collection[int]) -> bool:
    """Whether the numbers are those of the video's frames, as CVAT's server writes them."""
    start, step = task.start or 0, task.step
    stop = task.stop
    if stop is None:
        stop = start + ((task.frames or 1) - 1) * step
    return all(start <= frame <= stop + step and (frame - start) % step == 0 for frame in used)


def _check_length(task: CvatTask, video: Video, part: bool) -> None:
    """A task of another length is of another video, unless the file says which part it is."""
    stop = task.stop if task.stop is not None else (task.frames or 1) - 1
    told = part or (task.stop is not None and task.source == video.path.name)
    if told and stop < video.frames:
        return
    if part or task.frames not in (None, video.frames):
        raise UserError(
            f"The task has {task.frames} frames, the video {video.frames}.",
            "Choose the video that the task was made from.",
        )
