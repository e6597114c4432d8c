"""Small grey pictures of anything that can be labelled, decoded once and cached."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from storage.errors import UserError
from storage.files import file_written_beside
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import FrameTable
from storage.media.images import grey_picture
from storage.media.reader import FrameReader

Luma = NDArray[np.uint8]

_BLACK, _WHITE = 16, 235  # of the brightness that videos store


class Pictures(Protocol):
    """Consecutive pictures of one size."""

    identity: str  # hexadecimal: pictures with the same one are the same
    width: int  # display pixels
    height: int

    def __len__(self) -> int:
        """How many there are."""

    def luma(self, frames: range, size: tuple[int, int]) -> Iterator[Luma]:
        """The pictures `frames`, grey, scaled to `size` (width, height). Raises UserError."""


class VideoPictures:
    """The frames of a video."""

    def __init__(self, path: Path, table: FrameTable) -> None:
        self.identity = fingerprint(path)
        self.width, self.height = table.stream.width, table.stream.height
        self._path = path
        self._table = table

    def __len__(self) -> int:
        return len(self._table)

    def luma(self, frames: range, size: tuple[int, int]) -> Iterator[Luma]:
        """The pictures `frames`; a frame that the file has lost shows its neighbour's."""
        with FrameReader(self._path, self._table) as reader:
            for frame in reader.frames(frames.start, frames.stop):
                yield frame.luma(*size)


class ImagePictures:
    """Files of images, each a frame, in the order given."""

    def __init__(self, files: Sequence[Path]) -> None:
        """UserError if one is not there or the first cannot be read; `files` must not be empty."""
        self._files = tuple(files)
        digest = sha256()
        for file in self._files:
            digest.update(f"{file.name}\n{_size(file)}\n".encode())
        self.height, self.width = _image(self._files[0]).shape
        digest.update(self._files[0].read_bytes())
        self.identity = digest.hexdigest()

    def __len__(self) -> int:
        return len(self._files)

    def luma(self, frames: range, size: tuple[int, int]) -> Iterator[Luma]:
        """The pictures `frames`, their brightness as a video stores it."""
        for file in self._files[frames.start : frames.stop]:
            image = _image(file)
            if image.shape != (self.height, self.width):
                raise UserError(
                    f"{file} is {image.shape[1]} x {image.shape[0]}, the frames before it are "
                    f"{self.width} x {self.height}.",
                    "Frames of one sequence must have one size.",
                )
            yield as_stored(cv2.resize(image, size, interpolation=cv2.INTER_AREA))


def as_stored(grey: ArrayLike) -> Luma:
    """Grey levels 0 to 255 as the brightness that videos store, and nets see: 16 to 235."""
    return np.asarray(np.round(_BLACK + np.asarray(grey) * ((_WHITE - _BLACK) / 255)), np.uint8)


def cached_luma(
    pictures: Pictures, frames: range, size: tuple[int, int], cache: Path
) -> Generator[int, None, Luma]:
    """The pictures `frames` (T, height, width) at `size`, mapped from a file in `cache`.

    They are written there by the first reading; yields how many have been. UserError if they
    cannot be read, or the disk is full.
    """
    part = "" if len(frames) == len(pictures) else f"-{frames.start}-{frames.stop}"
    cached = cache / f"{pictures.identity[:16]}{part}-{size[0]}x{size[1]}.npy"
    if not cached.exists():
        yield from _write(cached, pictures, frames, size)
    luma: Luma = np.load(cached, mmap_mode="r")
    return luma


def remove_other_sizes(pictures: Pictures, cached: Sequence[Luma], cache: Path) -> None:
    """Remove what was cached of `pictures` in other pieces or sizes than `cached`."""
    here = {Path(str(luma.filename)).name for luma in cached if isinstance(luma, np.memmap)}
    for file in cache.glob(f"{pictures.identity[:16]}*.npy"):
        if file.name not in here:
            with suppress(OSError):  # another training may be reading it
                file.unlink()


def _write(
    cached: Path, pictures: Pictures, frames: range, size: tuple[int, int]
) -> Generator[int, None, None]:
    shape = len(frames), size[1], size[0]
    with file_written_beside(cached) as part:
        # as a map: an hour of pictures need not fit into memory
        written = np.lib.format.open_memmap(part, mode="w+", dtype=np.uint8, shape=shape)
        for number, picture in enumerate(pictures.luma(frames, size)):
            yield number
            written[number] = picture
        written.flush()
        del written


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError as error:
        raise UserError(
            f"{file} cannot be read: {error.strerror}.", "Put the frames where the labels say."
        ) from error


def _image(file: Path) -> NDArray[np.uint8]:
    """The file as grey levels (height, width). UserError if not a JPEG or PNG, or too large."""
    image = grey_picture(file)
    if image is None:
        raise UserError(f"{file} is not an image that can be read.", "Download the frame again.")
    return image
