"""Reads the pictures of labelled clips as nets want them."""

from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.clips.data.labelled_clip import ClipInput, LabelledClip
from inference.clips.data.moments import Indices, windows
from storage.errors import UserError
from storage.media.frame_table import FrameTable, scan_frames
from storage.media.images import colour_picture
from storage.media.reader import Frame, FrameReader
from storage.progress import drained

Pictures = NDArray[np.uint8]


def clip_pictures(clip: LabelledClip, spec: ClipInput) -> tuple[Pictures, Indices]:
    """RGB pictures (windows, frames, height, width, 3), and the frames that they are.

    The video's rotation and aspect are applied, in training and in use alike. UserError if the
    file cannot be read.
    """
    if clip.medium == "still":
        picture = resized(still_picture(clip.path), spec)
        shape = (1, spec.frames, *picture.shape)
        return np.broadcast_to(picture, shape), np.zeros((1, spec.frames), np.intp)
    table = frame_table(clip.path, clip.fingerprint)
    stop = min(clip.stop or len(table), len(table))
    if clip.first >= stop:
        raise UserError(
            f"{clip.name} begins behind the end of {clip.path.name}.",
            "Label the clip again, or leave it out.",
        )
    frames = clip.first + windows(table.times[clip.first : stop], spec)
    wanted, where = np.unique(frames, return_inverse=True)
    with FrameReader(clip.path, table) as reader:
        pictures = np.stack([resized(_rgb(reader.read(int(index))), spec) for index in wanted])
    return pictures[where.reshape(frames.shape)], frames


@lru_cache(maxsize=4)
def frame_table(path: Path, fingerprint: str) -> FrameTable:
    """The frame table of the video at `path`; the last ones are kept, for clips of one video."""
    return drained(scan_frames(path))


def still_picture(path: Path) -> Pictures:
    """The JPEG or PNG file at `path`, RGB (H, W, 3). UserError if it is no such picture."""
    picture = colour_picture(path)
    if picture is None:
        raise UserError(f"{path} is not a picture.", "Leave it out: stills are JPEG or PNG files.")
    return picture


def resized(picture: Pictures, spec: ClipInput) -> Pictures:
    """`picture` at the size that `spec` has."""
    size = (spec.width, spec.height)
    smaller = picture.shape[1] > spec.width or picture.shape[0] > spec.height
    method = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size, interpolation=method), np.uint8)


def middle(pictures: Pictures, crop: int) -> Pictures:
    """The square of side `crop` in the middle of pictures (…, H, W, 3); all of them if it is 0."""
    if not crop:
        return pictures
    top, left = ((side - crop) // 2 for side in pictures.shape[-3:-1])
    return pictures[..., top : top + crop, left : left + crop, :]


def _rgb(frame: Frame) -> Pictures:
    bgra = np.ascontiguousarray(frame.bgra())
    return np.asarray(cv2.cvtColor(bgra, cv2.COLOR_BGRA2RGB), np.uint8)
