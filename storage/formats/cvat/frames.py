"""Which frame of a video the frames of a CVAT task are.

A task may begin late and leave frames out (start_frame, stop_frame, frame_filter). CVAT's server
writes the numbers of the video's frames; other programs that write its format, and files that
were corrected by hand, number the frames of the task from 0.
"""

from collections.abc import Collection, Iterable, Mapping

from storage.errors import UserError
from storage.formats.common.choices import ReadOptions
from storage.formats.common.picture_frames import frames_of_pictures
from storage.formats.cvat.xml import CvatImage, CvatTask
from storage.records import Video


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

    The ids are those of the video's frames where the task was made of a video. Pictures that were
    taken from one beforehand are told by their names.
    """
    different = {image.frame: image for image in images}
    names = [image.name for image in different.values()]
    numbered = options.first_number is None and _names_say(different)
    if numbered or (options.first_number is None and task.frames == video.frames):
        return frames_of_task(task, different, video)
    frames = frames_of_pictures(names, video.frames, options.first_number)
    return {id: frames[image.name] for id, image in different.items()}


def _names_say(images: Mapping[int, CvatImage]) -> bool:
    """Whether CVAT has made up the names from the numbers of the frames: frame_000017."""
    return all(image.name.rpartition(".")[0][-6:] == f"{id:06d}" or image.name[-6:] == f"{id:06d}"
               for id, image in images.items())  # fmt: skip


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
