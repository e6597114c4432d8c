import gc
import weakref

import numpy as np
from PySide6.QtGui import QColor

from app.gui.playback.pictures import image_of


def test_an_image_has_the_colours_of_the_pixels() -> None:
    pixels = np.zeros((2, 3, 4), np.uint8)
    pixels[1, 2] = (10, 20, 30, 255)  # blue, green, red

    image = image_of(pixels)

    assert (image.width(), image.height()) == (3, 2)
    assert image.pixelColor(2, 1) == QColor(30, 20, 10)


def test_padded_rows_do_not_slant_the_picture() -> None:
    plane = np.zeros((4, 8, 4), np.uint8)
    plane[:, 2] = 255

    image = image_of(plane[:, :5])

    assert image.width() == 5
    assert all(image.pixelColor(2, y) == QColor("white") for y in range(4))


def test_the_image_keeps_the_pixels_alive_and_no_longer() -> None:
    pixels = np.zeros((2, 2, 4), np.uint8)
    alive = weakref.ref(pixels)
    image = image_of(pixels)

    del pixels
    gc.collect()
    assert alive() is not None

    del image
    gc.collect()
    assert alive() is None
