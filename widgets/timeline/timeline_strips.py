"""The confidence and review lanes as pixels, made from pooled columns without a loop."""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from storage.records import Review, Source
from widgets.common import theme
from widgets.timeline.timeline_pool import Columns, Floats

Pixels = NDArray[np.uint32]  # (height, columns), premultiplied ARGB


def confidence_strip(
    columns: Columns, height: int, unit: int = 1, colour: QColor | None = None
) -> QImage:
    """Mean confidence filled, highest confidence faint above it, a foot where no ball was found.

    Where nothing has been analysed nothing is drawn at all: that is not "no ball". `unit` is
    screen pixels to a logical pixel; columns and height are screen pixels. `colour` is that of
    all, by default one by source.
    """
    level = np.arange(height, 0, -1, dtype=np.float32)[:, None] - 0.5  # of each row over the foot
    mean, top = columns.mean * (height - 2 * unit), columns.top * (height - 2 * unit)
    # 0 nothing, 1 up to the highest, 2 the crest of the mean, 3 below it
    step = (level <= top).astype(np.uint8)
    step += level <= mean
    step += level <= mean - 1.5 * unit
    nothing = np.zeros(len(columns), np.uint32)
    tones = [
        _by_source(columns, alpha)
        if colour is None
        else np.full(len(columns), _argb(colour, alpha))
        for alpha in (64, 255, 140)
    ]
    pixels = np.choose(step, [nothing, *tones])
    looked = np.where(columns.analysed > 0, _argb(theme.MUTED, 190), 0)
    foot = 2 * unit
    pixels[-foot:] = np.where(step[-foot:] == 0, looked, pixels[-foot:])
    return _image(pixels)


def review_strip(columns: Columns, height: int, unit: int = 1, first: int = 0) -> QImage:
    """Shares of the states stacked: accepted plain, corrected striped, rejected dotted.

    Analysed frames that are not reviewed have a low foot, all others nothing. `first` is the number
    of the first column on its lane, where the patterns begin.
    """
    row = np.arange(height, 0, -1)[:, None] - 1  # 0 is the lowest
    x = first + np.arange(len(columns))[None, :]
    pixels = np.zeros((height, len(columns)), np.uint32)
    foot = (row < max(2, height // 6)) & (columns.analysed > 0)
    pixels = np.where(foot, _argb(theme.MUTED, 110), pixels)
    plain = np.ones((height, len(columns)), bool)
    stripes = (x + row) // unit % 8 < 5
    dots = (x // (3 * unit) + row // (3 * unit)) % 2 == 0
    base = np.zeros(len(columns))
    for share, review, pattern in (
        (columns.accepted, Review.ACCEPTED, plain),
        (columns.corrected, Review.CORRECTED, stripes),
        (columns.rejected, Review.REJECTED, dots),
    ):
        # what is there must be seen, however few frames of the column it is
        tall = np.where(share > 0, np.maximum(share * height, 3 * unit), 0)
        inside = (row >= base) & (row < base + tall)
        colour = theme.REVIEW_COLOURS[review]
        tones = np.where(pattern, _argb(colour, 235), _argb(colour, 70))
        pixels = np.where(inside, tones, pixels)
        base = np.minimum(base + tall, height - 3 * unit)
    return _image(pixels)


def difference_strip(shares: Floats, height: int) -> QImage:
    """A bar where two analyses differ, brighter where they do so in more frames of a column."""
    levels = [_argb(theme.WARNING, 110 + step * 145 // 8) for step in range(9)]
    tones = np.array(levels, np.uint32)[np.ceil(shares * 8).astype(int)]
    row = np.where(shares > 0, tones, np.uint32(0))
    return _image(np.repeat(row[None], height, axis=0))


def _by_source(columns: Columns, alpha: int) -> Pixels:
    """One colour a column: a person's word is seen first, however narrow."""
    tones = np.full(len(columns), _argb(theme.SOURCE_COLOURS[Source.MODEL], alpha), np.uint32)
    shares: tuple[tuple[Floats, float, Source], ...] = (
        (columns.interpolated, 0.5, Source.INTERPOLATED),
        (columns.relinked, 0.0, Source.RELINKED),
        (columns.human, 0.0, Source.HUMAN),
    )
    for share, least, source in shares:
        tones[share > least] = _argb(theme.SOURCE_COLOURS[source], alpha)
    return tones


def _argb(colour: QColor, alpha: int) -> np.uint32:
    return _premultiplied(colour.rgb(), alpha)


@cache
def _premultiplied(rgb: int, alpha: int) -> np.uint32:
    red, green, blue = ((rgb >> shift & 255) * alpha // 255 for shift in (16, 8, 0))
    return np.uint32(alpha << 24 | red << 16 | green << 8 | blue)


def _image(pixels: Pixels) -> QImage:
    rows = np.ascontiguousarray(pixels, np.uint32)
    height, width = rows.shape
    image = QImage(rows.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # owns its memory; the array goes
