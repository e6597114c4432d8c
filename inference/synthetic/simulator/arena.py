"""The still part of the picture: ground, lines, light, stands; and the net, which hides things."""

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.synthetic.simulator.camera import Camera
from inference.synthetic.simulator.court import Court
from inference.synthetic.simulator.layers import FINE, Colour, Layer, Pixels
from inference.synthetic.simulator.rally import BACK_WALL
from inference.synthetic.simulator.scene import Arena, Scene
from inference.synthetic.simulator.stands import draw_boards, draw_stand

OUT_OF_FOCUS = 0.9  # pixels of blur on the spectators
SIDE_WALL = 4.6  # metres beside the side line


def background_picture(scene: Scene, rng: np.random.Generator) -> Pixels:
    """The scene without players, net and ball: (height, width, 3) BGR."""
    camera, arena = scene.camera.finer(FINE), scene.arena
    picture = np.full((camera.height, camera.width, 3), arena.stands, np.uint8)
    _draw_stands(picture, camera, arena, rng)
    picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), OUT_OF_FOCUS * FINE), np.uint8)
    _draw_ground(picture, camera, arena, rng)
    _draw_boards(picture, camera, arena)
    size = (scene.camera.width, scene.camera.height)
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    lit = small * _light(scene)[..., None]
    return np.asarray(cv2.GaussianBlur(lit, (0, 0), scene.lens.blur).clip(0, 255), np.uint8)


def net(scene: Scene) -> Layer:
    """The net with its white tape and posts, as a layer."""
    camera, court = scene.camera.finer(FINE), scene.arena.court
    picture = np.zeros((camera.height, camera.width, 4), np.uint8)
    top = _net_line(court, 1.0, 0.0)
    bottom = _net_line(court, 0.0, court.net_bottom)
    _fill(picture, camera, np.vstack([top, bottom[::-1]]), (26, 26, 26, 86))
    _draw_mesh(picture, camera, court)
    _fill(picture, camera, np.vstack([top, (top - (0, 0, 0.075))[::-1]]), (236, 238, 238, 245))
    for side in (-1, 1):
        foot = np.array([side * court.net_half_width, 0.0, 0.0])
        post = np.array([[-0.05, 0, 0], [0.05, 0, 0], [0.05, 0, 1], [-0.05, 0, 1]])
        _fill(picture, camera, foot + post * (1, 1, court.post_height + 0.04), (52, 60, 52, 255))
    return _cropped(picture, scene.camera)


def _draw_stands(picture: Pixels, camera: Camera, arena: Arena, rng: np.random.Generator) -> None:
    x, y = _walls(arena.court)
    up = 1.35
    right, away = np.array([1.0, 0, 0]), np.array([0, 1.0, 0])
    for side in (-1, 1):
        start = np.array([side * (x + 0.4), -y, up])
        draw_stand(
            picture, camera, rng, start, away, right * side,
            seats=int((2 * y + 6) / 0.58), rows=12, density=arena.crowd_density,
        )  # fmt: skip
    draw_stand(
        picture, camera, rng, np.array([-x - 12, y + 0.6, up]), right, away,
        seats=int((2 * x + 24) / 0.58), rows=14, density=arena.crowd_density,
    )  # fmt: skip


def _draw_boards(picture: Pixels, camera: Camera, arena: Arena) -> None:
    x, y = _walls(arena.court)
    corner = np.array([x, y, 0.0])
    mirror = np.array([-1.0, 1, 1])
    front = np.array([1.0, -1, 1])
    draw_boards(picture, camera, corner * mirror, corner, arena.boards, 0)
    draw_boards(picture, camera, corner * mirror * front, corner * mirror, arena.boards, 2)
    draw_boards(picture, camera, corner, corner * front, arena.boards, 1)


def _draw_ground(picture: Pixels, camera: Camera, arena: Arena, rng: np.random.Generator) -> None:
    court = arena.court
    x, y = _walls(court)
    _fill(picture, camera, _rectangle(-x, -y, x, y), arena.outside)
    inner = _rectangle(
        -court.half_width - 0.03, -court.half_length, court.half_width + 0.03, court.half_length
    )
    _fill(picture, camera, inner, arena.inside)
    _add_wear(picture, camera, court, rng)
    for x0, y0, x1, y1 in court.lines:
        half = court.line_width / 2
        wide = half * (2 if y0 == y1 and abs(y0) == court.half_length else 1)
        _fill(
            picture,
            camera,
            _rectangle(
                min(x0, x1) - half, min(y0, y1) - wide, max(x0, x1) + half, max(y0, y1) + wide
            ),
            arena.lines,
        )


def _add_wear(picture: Pixels, camera: Camera, court: Court, rng: np.random.Generator) -> None:
    """Uneven paint, and the lighter patches where players run."""
    height, width = picture.shape[:2]
    uneven = np.zeros((height, width), np.float32)
    for cells, strength in ((9, 2.0), (40, 1.4), (220, 1.6)):
        coarse = rng.normal(0, strength, (max(2, cells * height // width), cells))
        uneven += cv2.resize(
            coarse.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
        )
    for side in (-1, 1):
        at = camera.project((0.0, side * (court.half_length + 0.5), 0.0))
        rows, columns = np.ogrid[:height, :width]
        scale = camera.focal / at[2]
        spot = ((columns - at[0]) / (3.2 * scale)) ** 2 + ((rows - at[1]) / (0.5 * scale)) ** 2
        uneven += 9 * np.exp(-spot).astype(np.float32)
    ground = np.clip(picture + uneven[..., None], 0, 255)
    x, y = _walls(court)
    mask = np.zeros((height, width), np.uint8)
    _fill(mask, camera, _rectangle(-x, -y, x, y), 255)
    picture[mask > 0] = ground[mask > 0].astype(np.uint8)


def _light(scene: Scene) -> NDArray[np.float32]:
    """Factor of brightness (H, W): a warm side, the shade of the stands, dark corners."""
    camera = scene.camera
    rows, columns = np.mgrid[: camera.height, : camera.width].astype(np.float32)
    u = columns / camera.width * 2 - 1
    v = rows / camera.height * 2 - 1
    light = 1.03 - 0.05 * u * np.sign(scene.light[0] or 1) + 0.05 * v
    edge = camera.project((0.0, scene.arena.shade, 0.0))
    slope = 0.12 * np.sign(scene.light[0] or 1) * camera.height
    behind = (edge[1] + slope * u - rows) / 5
    light *= 1 - 0.30 / (1 + np.exp(-np.clip(behind, -30, 30)))
    light *= 1 - scene.lens.vignette * np.clip(u * u + v * v - 0.5, 0, None)
    return np.asarray(light, np.float32)


def _draw_mesh(picture: Pixels, camera: Camera, court: Court) -> None:
    """The cords of the net, wider apart than real ones, which no camera resolves."""
    for part in np.linspace(0, 1, 8)[1:-1]:
        line = _net_line(court, float(part), court.net_bottom * (1 - float(part)))
        projected = np.round(camera.project(line)[:, :2] * 16).astype(np.int32)
        cv2.polylines(picture, [projected], False, (40, 40, 40, 130), 1, cv2.LINE_8, 4)
    for x in np.arange(-court.net_half_width, court.net_half_width, 0.16):
        top = _height_at(court, float(x))
        ends = camera.project([(x, 0, court.net_bottom), (x, 0, top)])[:, :2]
        start, stop = (tuple(int(v) for v in np.round(end * 16)) for end in ends)
        cv2.line(picture, start, stop, (40, 40, 40, 130), 1, cv2.LINE_8, 4)
    strap = 0.03 if court.net_bottom == 0 else 0.0
    if strap:
        middle = [(-strap, 0, 0), (strap, 0, 0), (strap, 0, 0.9), (-strap, 0, 0.9)]
        _fill(picture, camera, np.array(middle), (230, 232, 232, 235))


def _net_line(court: Court, part: float, bottom: float) -> NDArray[np.float64]:
    """A cord (N, 3) at `part` of the net's height, counted from `bottom` metres."""
    x = np.linspace(-court.net_half_width, court.net_half_width, 41)
    z = np.array([bottom + part * _height_at(court, float(v)) for v in x])
    return np.stack([x, np.zeros_like(x), z], axis=1)


def _height_at(court: Court, x: float) -> float:
    """The net sags from the posts to its middle."""
    part = abs(x) / court.net_half_width
    return court.net_height + (court.post_height - court.net_height) * part * part


def _cropped(picture: Pixels, camera: Camera) -> Layer:
    """The drawn part of a fine picture (2H, 2W, 4) as a layer of the camera's picture."""
    rows, columns = (
        np.flatnonzero(picture[..., 3].any(axis=1)),
        np.flatnonzero(picture[..., 3].any(axis=0)),
    )
    top, left = rows[0] // FINE, columns[0] // FINE
    bottom, right = rows[-1] // FINE + 1, columns[-1] // FINE + 1
    piece = picture[top * FINE : bottom * FINE, left * FINE : right * FINE].astype(np.float32)
    piece[..., :3] *= piece[..., 3:] / 255
    size = (int(right - left), int(bottom - top))
    small = np.asarray(cv2.resize(piece, size, interpolation=cv2.INTER_AREA), np.float32)
    return Layer(int(left), int(top), small[..., :3], small[..., 3:] / np.float32(255))


def _walls(court: Court) -> tuple[float, float]:
    """Where the boards stand: |x| and |y| in metres."""
    return court.half_width + SIDE_WALL * court.half_length / 11.885, court.half_length + BACK_WALL


def _rectangle(x0: float, y0: float, x1: float, y1: float) -> NDArray[np.float64]:
    return np.array([(x0, y0, 0.0), (x1, y0, 0.0), (x1, y1, 0.0), (x0, y1, 0.0)])


def _fill(
    picture: Pixels,
    camera: Camera,
    corners: NDArray[np.float64],
    colour: Colour | tuple[int, int, int, int] | int,
) -> None:
    """A filled polygon of points (N, 3) in metres."""
    projected = np.clip(camera.project(corners)[:, :2], -20_000, 20_000)
    cv2.fillPoly(picture, [np.round(projected * 16).astype(np.int32)], colour, cv2.LINE_8, 4)
