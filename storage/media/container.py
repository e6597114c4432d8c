"""Opening media files: the one place where FFmpeg meets the user's disk, and what it refuses."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Discard, Disposition
from av.video.stream import VideoStream

from storage.errors import UserError
from storage.foreign_files import NotAFileError, open_regular
from storage.media.file_kinds import refusal_of

AnyStream = TypeVar("AnyStream", VideoStream, AudioStream)

# No sports video has more; a forged header may promise gigabytes a picture.
MAX_SIDE = 16_384
MAX_PIXELS = 1 << 26

# Play lists read other files, devices read the machine, and a text file is no video of text.
_REFUSED_FORMATS = {
    *("hls", "dash", "webm_dash_manifest", "concat", "imf", "sdp", "rtsp", "rtp", "lavfi"),
    *("tty", "bin", "adf", "idf", "xbin", "image2", "image2pipe", "alias_pix", "brender_pix"),
}
_BOUNDED = {"max_pixels": str(MAX_PIXELS)}
_PICTURES = Disposition.attached_pic | Disposition.timed_thumbnails | Disposition.still_image


@contextmanager
def file_errors(path: Path) -> Iterator[None]:
    """Turn what goes wrong with a file into an error the user can read."""
    try:
        yield
    except FileNotFoundError as error:
        raise UserError(
            f"The file {path.name} does not exist.",
            f"It may have been moved or renamed, or its drive is not connected: {path}",
        ) from error
    except IsADirectoryError as error:
        raise UserError(f"{path.name} is a folder.", "Choose the video file inside it.") from error
    except NotAFileError as error:
        raise UserError(f"{path.name} is a pipe or a device.", "Choose a video file.") from error
    except av.FFmpegError as error:  # before Python's own: to FFmpeg, broken is often "forbidden"
        raise refusal_of(path) or UserError(
            f"{path.name} could not be read as a video.",
            f"The format is unknown or the file is damaged. Check whether another player can "
            f"open it, then copy or export it again ({error.strerror}).",
        ) from error
    except PermissionError as error:
        raise UserError(
            f"{path.name} cannot be opened: permission denied.",
            "Ask for permission to read the file, or copy it.",
        ) from error
    except OSError as error:
        raise UserError(
            f"{path.name} could not be read.",
            f"Check the drive and its connection, then try again ({error.strerror}).",
        ) from error


@contextmanager
def open_container(path: Path) -> Iterator[InputContainer]:
    """Open a media file for reading; only the file itself is ever read, no link inside it.

    Raises UserError where the file is missing, empty or not a media file. Errors of FFmpeg in the
    body of the `with` become UserErrors too.
    """
    with file_errors(path):
        container = _open(path)
        try:
            yield container
        finally:
            container.close()


def _open(path: Path) -> InputContainer:
    if path.stat().st_size == 0:
        raise UserError(
            f"{path.name} is empty.", "The copy or the recording failed. Copy it again."
        )
    with open_regular(path):  # permission and folders: Python's errors are clearer than FFmpeg's
        pass
    options = {"protocol_whitelist": "file", "format_whitelist": _formats()}
    options |= _BOUNDED  # FFmpeg decodes some pictures to see what they are
    # the prefix keeps a name such as "concat:a" or "http://b" from being taken as an address
    return av.open(f"file:{path}", options=options, metadata_errors="replace")


@cache
def _formats() -> str:
    allowed = av.formats_available - _REFUSED_FORMATS
    return ",".join(sorted(name for name in allowed if not name.endswith("_pipe")))


def main_video_stream(container: InputContainer, path: Path) -> VideoStream:
    """The video stream to show, its decoder set up, all other streams switched off.

    The first that the file marks as default, else the first. Cover pictures of music files and
    chapter thumbnails do not count. Raises UserError where none is left, or none can be decoded.
    """
    streams = [s for s in container.streams.video if not s.disposition & _PICTURES]
    if not streams:
        kind = "only sound" if container.streams.audio else "no video"
        raise refusal_of(path) or UserError(
            f"{path.name} contains {kind}.", "Choose a file with a video in it."
        )
    decodable = [s for s in streams if s.codec_context is not None]
    if not decodable:
        raise UserError(
            f"{path.name} uses a codec that is not supported.",
            "Convert it, for example to H.264 in an MP4 file.",
        )
    selected = next((s for s in decodable if s.disposition & Disposition.default), decodable[0])
    _check_size(selected.codec_context.width, selected.codec_context.height, path)
    for stream in container.streams:
        if stream is not selected:
            stream.discard = Discard.all
    # bounds what the decoder allocates when the size changes on the way
    selected.codec_context.options = dict(_BOUNDED)
    selected.codec_context.thread_type = "AUTO"
    return selected


def demuxed(container: InputContainer, stream: AnyStream) -> "Iterator[Packet[AnyStream]]":
    """The packets of a stream from where the container stands, with the empty one at the end.

    A file may gain streams on the way, such as a recording of television in which subtitles begin:
    at its end PyAV stumbles over those that it did not see when it opened the file.
    """
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, IndexError):
            return
        yield packet


def _check_size(width: int, height: int, path: Path) -> None:
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise UserError(
            f"The picture of {path.name} is too large: {width} by {height} pixels.",
            f"The limit is {MAX_SIDE} pixels per side and {MAX_PIXELS // 1_000_000} megapixels.",
        )
