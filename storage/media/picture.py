"""Pictures as numbers: what the screen shows and what the networks see, from decoded frames."""

from threading import Lock

import numpy as np
from av.video.format import VideoFormat
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from storage.media.encoding import is_hd, made_of_rgb
from storage.media.streams import VideoStream

_UNSPECIFIED = 2  # colour space of ITU-T H.273
_FILTER = Interpolation.BILINEAR


class PictureConverter:
    """Converts the decoded frames of one video, upright and with square pixels.

    Holds the only scalers of its reader, one a purpose, since a scaler sets itself up for each
    change of size. Each costs megabytes; a frame that converts itself makes another every time.
    """

    def __init__(self, stream: VideoStream) -> None:
        self._stream = stream
        self._to_bgra = VideoReformatter()
        self._to_luma = VideoReformatter()
        self._lock = Lock()  # frames may be converted on another thread than decodes

    def bgra(self, frame: VideoFrame, width: int, height: int) -> NDArray[np.uint8]:
        """The picture as blue, green, red, 255: (height, width, 4), rows may be padded."""
        width, height = self._stored(width, height)
        untagged = frame.colorspace == _UNSPECIFIED and is_hd(frame.width, frame.height)
        matrix = Colorspace.ITU709 if untagged else None
        size = width, height
        picture = self._scaled(self._to_bgra, frame, size, "bgra", src_colorspace=matrix)
        array = np.frombuffer(memoryview(picture.planes[0]), np.uint8)
        rows = array.reshape(height, -1)[:, : width * 4].reshape(height, width, 4)
        return self._upright(rows.copy() if picture is frame else rows)

    def luma(self, frame: VideoFrame, width: int, height: int) -> NDArray[np.uint8]:
        """The brightness as stored, (height, width): video range where the video has it.

        The Y plane itself, scaled; never FFmpeg's grey, which stretches the range and changes with
        the colour tags. Not to be written to: at full size it is the decoded frame.
        """
        width, height = self._stored(width, height)
        if not _plain_luma(frame.format):
            matrix = Colorspace.ITU709 if made_of_rgb(frame) else None  # else keep its own
            size = width, height
            frame = self._scaled(self._to_luma, frame, size, "yuv420p", dst_colorspace=matrix)
        y = _plane(frame.planes[0])
        if y.shape != (height, width):
            grey = VideoFrame.from_numpy_buffer(y, "gray")  # the Y plane under another name
            y = _plane(self._scaled(self._to_luma, grey, (width, height), "gray").planes[0])
        y = self._upright(y)
        y.flags.writeable = False
        return y

    def _scaled(
        self,
        scaler: VideoReformatter,
        frame: VideoFrame,
        size: tuple[int, int],
        pixels: str,
        **matrix: Colorspace | None,
    ) -> VideoFrame:
        """The frame at another size, its filter widened where it shrinks."""
        with self._lock:
            return scaler.reformat(frame, *size, pixels, interpolation=_FILTER, threads=1, **matrix)

    def _stored(self, width: int, height: int) -> tuple[int, int]:
        """A display size as it is before the picture is turned."""
        return (height, width) if self._stream.rotation in (90, 270) else (width, height)

    def _upright(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        if not self._stream.rotation and not self._stream.mirrored:
            return picture
        rotated = np.rot90(picture, self._stream.rotation // 90)
        return np.ascontiguousarray(rotated[:, ::-1] if self._stream.mirrored else rotated)


def _plain_luma(format: VideoFormat) -> bool:
    """Whether the first plane is 8-bit luma alone."""
    first = [component for component in format.components if component.plane == 0]
    palette = format.has_palette or format.is_rgb or format.is_bit_stream
    return not palette and len(first) == 1 and first[0].bits == 8


def _plane(plane: VideoPlane) -> NDArray[np.uint8]:
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, -1)[:, : plane.width]
    return rows if plane.line_size > 0 else np.ascontiguousarray(rows[::-1])  # stored upside down
