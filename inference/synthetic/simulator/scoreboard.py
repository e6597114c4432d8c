"""The score that broadcasters lay over the picture."""

import cv2
import numpy as np

from inference.synthetic.simulator.layers import Colour, Layer, Pixels

_NAMES = (("A. NORDEN", "6  4", "30"), ("M. VALE", "3  5", "40"))
_PLATE: Colour = (44, 30, 22)
_POINTS: Colour = (64, 158, 60)
_TEXT: Colour = (244, 244, 244)
_SIZE = (300, 78)  # pixels in a picture 720 pixels high
_FINE = 4


def scoreboard(height: int) -> Layer:
    """A plate at the bottom left of a picture `height` pixels high."""
    scale = height / 720
    width, tall = (round(v * scale) for v in _SIZE)
    plate = _drawn()
    small = cv2.resize(plate, (width, tall), interpolation=cv2.INTER_AREA).astype(np.float32)
    opacity = np.full((tall, width, 1), 0.94, np.float32)
    return Layer(round(48 * scale), height - tall - round(36 * scale), small * opacity, opacity)


def _drawn() -> Pixels:
    width, height = _SIZE[0] * _FINE, _SIZE[1] * _FINE
    plate = np.full((height, width, 3), _PLATE, np.uint8)
    plate[:, -54 * _FINE :] = _POINTS
    plate[:, : 5 * _FINE] = (60, 200, 250)
    plate[height // 2 - _FINE // 2 : height // 2 + _FINE // 2] = (86, 70, 60)
    for row, (name, games, points) in enumerate(_NAMES):
        base = (row * 39 + 27) * _FINE
        _write(plate, name, 18, base)
        _write(plate, games, 186, base)
        _write(plate, points, 258, base)
    cv2.circle(plate, (166 * _FINE, 20 * _FINE), 4 * _FINE, (90, 250, 225), -1, cv2.LINE_AA)
    return plate


def _write(plate: Pixels, text: str, left: int, base: int) -> None:
    at = (left * _FINE, base)
    cv2.putText(plate, text, at, cv2.FONT_HERSHEY_DUPLEX, 2.3, _TEXT, 5, cv2.LINE_AA)
