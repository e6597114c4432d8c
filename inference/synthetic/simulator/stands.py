"""Spectators in their rows, and the boards before them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.synthetic.simulator.camera import Camera
from inference.synthetic.simulator.layers import Colour, Pixels

ROW_DEPTH, ROW_RISE, SEAT = 0.85, 0.46, 0.58  # metres
BOARD_HEIGHT = 1.05
_WORDS = ("TOUCHLINE", "NORTHFIELD", "FRAME BY FRAME", "HALVARD", "OPEN AIR", "LINDEN & SONS")
_CLOTHES: tuple[Colour, ...] = (
    (232, 232, 230), (205, 205, 205), (150, 150, 158), (70, 66, 66), (44, 42, 46),
    (150, 96, 60), (196, 140, 84), (70, 70, 180), (96, 84, 206), (70, 150, 206),
    (90, 190, 220), (104, 130, 70), (190, 180, 160), (120, 90, 150),
)  # fmt: skip
_FACES: tuple[Colour, ...] = ((150, 178, 222), (122, 152, 204), (84, 112, 160), (58, 80, 122))

Place = NDArray[np.float64]  # (3,) metres


def draw_stand(
    picture: Pixels,
    camera: Camera,
    rng: np.random.Generator,
    start: Place,
    along: Place,
    back: Place,
    *,
    seats: int,
    rows: int,
    density: float,
) -> None:
    """Rows of seats from `start` along the unit vector `along`, rising towards `back`."""
    up = np.array([0.0, 0.0, 1.0])
    for row in reversed(range(rows)):
        front = start + back * (row * ROW_DEPTH) + up * (row * ROW_RISE)
        _draw_bench(picture, camera, front, along, up, seats, row)
        offsets = np.arange(seats) * SEAT + rng.normal(0, 0.05, seats)
        for seat in offsets[rng.random(seats) < density]:
            _draw_spectator(picture, camera, rng, front + along * seat + back * 0.3, row / rows)


def _draw_bench(
    picture: Pixels, camera: Camera, front: Place, along: Place, up: Place, seats: int, row: int
) -> None:
    end = front + along * (seats * SEAT)
    tone = 58 - min(row, 12) * 2
    colour = (tone + 14, tone + 2, tone - 6)
    _fill(picture, camera, [front, end, end + up * 0.4, front + up * 0.4], colour)


def _draw_spectator(
    picture: Pixels, camera: Camera, rng: np.random.Generator, seat: Place, height: float
) -> None:
    """Shoulders and a head; who sits high up sits in the dark."""
    light = (0.72 - 0.4 * height) * rng.uniform(0.85, 1.1)
    x, y, _ = camera.project(seat + np.array([0, 0, 0.45]))
    if not (-20 < x < camera.width + 20 and -20 < y < camera.height + 20):
        return
    scale = camera.pixels_per_metre(seat)
    clothes = _lit(_CLOTHES[rng.integers(len(_CLOTHES))], light)
    face = _lit(_FACES[rng.integers(len(_FACES))], light)
    body = (round(0.22 * scale), round(0.27 * scale))
    _ellipse(picture, (x, y + 0.05 * scale), body, clothes)
    head = (x + rng.normal(0, 0.03) * scale, y - 0.33 * scale)
    size = (max(1, round(0.1 * scale)), max(1, round(0.13 * scale)))
    _ellipse(picture, head, size, face)
    hair = (head[0], head[1] - 0.06 * scale)
    dark = _lit((36, 44, 58), light * rng.uniform(0.5, 2.0))
    _ellipse(picture, hair, (size[0], max(1, round(0.07 * scale))), dark)


def draw_boards(
    picture: Pixels, camera: Camera, start: Place, stop: Place, colour: Colour, first_word: int
) -> None:
    """A wall of advertising boards on the ground from `start` to `stop`."""
    length = float(np.linalg.norm(stop - start))
    count = max(1, round(length / 5.2))
    up = np.array([0.0, 0.0, BOARD_HEIGHT])
    for board in range(count):
        a = start + (stop - start) * (board / count)
        b = start + (stop - start) * ((board + 1) / count)
        shade = 0.9 if board % 2 else 1.1
        word = _WORDS[(first_word + board) % len(_WORDS)]
        _hang(picture, camera, _board(word, _lit(colour, shade)), [a + up, b + up, b, a])
    _fill(picture, camera, [start, stop, stop + up * 0.06, start + up * 0.06], (24, 24, 24))


def _board(word: str, colour: Colour) -> Pixels:
    """A board seen from the front."""
    board = np.full((120, 590, 3), colour, np.uint8)
    font, size = cv2.FONT_HERSHEY_DUPLEX, 1.9
    (width, height), _ = cv2.getTextSize(word, font, size, 4)
    at = ((590 - width) // 2, (120 + height) // 2)
    cv2.putText(board, word, at, font, size, (226, 230, 232), 4, cv2.LINE_AA)
    return board


def _hang(picture: Pixels, camera: Camera, board: Pixels, corners: list[Place]) -> None:
    """Put `board` onto the quadrilateral `corners`: top left, top right, bottom right, left."""
    height, width = board.shape[:2]
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    projected = camera.project(np.array(corners))[:, :2].astype(np.float32)
    if (projected.max(axis=0) < 0).any() or projected[:, 0].min() > camera.width:
        return
    size = (camera.width, camera.height)
    warp = cv2.getPerspectiveTransform(flat, projected)
    warped = cv2.warpPerspective(board, warp, size, flags=cv2.INTER_AREA)
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(projected).astype(np.int32), 255)
    picture[mask > 0] = warped[mask > 0]


def _fill(picture: Pixels, camera: Camera, corners: list[Place], colour: Colour) -> None:
    projected = np.round(camera.project(np.array(corners))[:, :2]).astype(np.int32)
    cv2.fillConvexPoly(picture, projected, colour, cv2.LINE_AA)


def _ellipse(
    picture: Pixels, centre: tuple[float, float], radii: tuple[int, int], colour: Colour
) -> None:
    x, y = round(float(centre[0])), round(float(centre[1]))
    cv2.ellipse(picture, (x, y), radii, 0, 0, 360, colour, -1)


def _lit(colour: Colour, by: float) -> Colour:
    blue, green, red = (int(min(255, value * by)) for value in colour)
    return blue, green, red
