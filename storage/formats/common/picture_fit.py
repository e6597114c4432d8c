"""How pictures of another shape than the video were made from its frames.

Data sets for networks often have square pictures. Three ways lead there: the frame is stretched,
or fitted into the picture with edges beside it, or the middle of the frame fills the picture.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from storage.errors import UserError
from storage.foreign_files import is_inside
from storage.formats.common.boxes import PixelScale, scale_between
from storage.formats.common.choices import ChoiceNeeded, ReadOptions
from storage.formats.common.label_set import LabelTarget
from storage.formats.common.problems import FormatError
from storage.formats.common.text_files import read_foreign_text

STRETCH, PAD, CROP = "stretch", "pad", "crop"
FITS = (STRETCH, PAD, CROP)
_README = "README.roboflow.txt"
_MAX_README = 64 << 10  # bytes
_RESIZED = re.compile(
    r"resize to (\d{1,5})x(\d{1,5}) \((stretch|fit within|fit|fill)", re.IGNORECASE
)
_ROBOFLOW = {"stretch": STRETCH, "fit within": "", "fit": PAD, "fill": CROP}


@dataclass(frozen=True, slots=True)
class PictureFit:
    """What is told of how pictures were made: their way, and their size where it is told, too."""

    way: str = ""  # one of FITS; empty: nothing tells, or they have the shape of the frames
    size: tuple[int, int] | None = None  # width, height


def fit_of(options: ReadOptions, folders: Iterable[Path]) -> PictureFit:
    """How the pictures of a data set were made: as the user says, else as Roboflow's notes do."""
    told = next((fit for folder in folders if (fit := _noted(folder)) is not None), PictureFit())
    return PictureFit(options.fit or told.way, told.size)


def scale_onto(copy: tuple[int, int], target: LabelTarget, way: str = "") -> PixelScale:
    """How pictures of size `copy` (width, height) lie in the target's display pixels.

    Pictures of the stored pixels of a video, whose pixels are not square, are stretched as the
    player does. Raises ChoiceNeeded for pictures of another shape, unless `way` tells how they
    were made.
    """
    display = (target.video.width, target.video.height)
    if way:
        return _fitted(copy, display, way)
    try:
        return scale_between(copy, display)
    except FormatError as error:
        if _is_copy(copy, target.stored_size):
            return _fitted(copy, display, STRETCH)
        raise ChoiceNeeded(
            "fit", error.what, FITS, "Or choose the video that the labels are of."
        ) from error


def _fitted(copy: tuple[int, int], display: tuple[int, int], way: str) -> PixelScale:
    across, down = display[0] / copy[0], display[1] / copy[1]
    if way == STRETCH:
        return PixelScale(across, down)
    if way not in FITS:
        raise UserError(f"{way[:40]!r} is not a way to fit pictures.", f"Say {', '.join(FITS)}.")
    both = max(across, down) if way == PAD else min(across, down)
    beside = ((copy[0] - display[0] / both) / 2, (copy[1] - display[1] / both) / 2)
    return PixelScale(both, both, *beside)


def _is_copy(copy: tuple[int, int], size: tuple[int, int]) -> bool:
    try:
        scale_between(copy, size)
    except FormatError:
        return False
    return True


def _noted(folder: Path) -> PictureFit | None:
    """What Roboflow wrote beside its data set."""
    path = folder / _README
    if not path.is_file() or not is_inside(path, folder):
        return None
    resized = _RESIZED.search(read_foreign_text(path, _MAX_README))
    if resized is None:
        return None
    size = int(resized[1]), int(resized[2])
    way = _ROBOFLOW[resized[3].lower()]
    return PictureFit(way, size if way and min(size) > 0 else None)
