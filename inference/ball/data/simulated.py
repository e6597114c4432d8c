"""Rallies of the simulator, rendered once and kept: exact labels, and nothing to be licensed."""

import json
from collections.abc import Generator
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np

from inference.ball.data.clip_samples import Rally, labelled_rally
from inference.ball.data.frames import Luma, as_stored
from inference.synthetic.simulator.simulation import SimulatedFrame, simulate_rally
from storage.files import file_written_beside

_RENDERED = 1280, 720  # a camera's pixels, which the small ones are made of
_VERSION = 1  # counts changes of the simulator that these pictures show


def simulated_rally(
    seed: int, frames: int, size: tuple[int, int], cache: Path
) -> Generator[int, None, Rally]:
    """The rally of that `seed`, `size` (width, height) pixels, kept in the folder `cache`.

    Yields how many frames have been rendered; each takes some 20 ms. UserError if the disk
    is full.
    """
    name = json.dumps([seed, frames, size, _VERSION])
    stem = f"simulated-{sha256(name.encode()).hexdigest()[:16]}"
    pictures, labels = cache / f"{stem}.npy", cache / f"{stem}-labels.npy"
    if not (pictures.exists() and labels.exists()):
        yield from _render(seed, frames, size, pictures, labels)
    table = np.load(labels)
    scale = np.array(size) / _RENDERED
    points = (table[:, 1:] + 0.5) * scale - 0.5
    return labelled_rally(np.load(pictures, mmap_mode="r"), table[:, 0].astype(np.int8), points)


def _render(
    seed: int, frames: int, size: tuple[int, int], pictures: Path, labels: Path
) -> Generator[int, None, None]:
    table = np.zeros((frames, 3))  # visibility, x, y
    with file_written_beside(pictures) as part:
        shape = frames, size[1], size[0]
        luma = np.lib.format.open_memmap(part, mode="w+", dtype=np.uint8, shape=shape)
        for number, frame in enumerate(simulate_rally(seed, frames, *_RENDERED)):
            luma[number] = _small(frame, size)
            table[number] = frame.visibility, frame.x, frame.y
            yield number + 1
        luma.flush()
        del luma
    with file_written_beside(labels) as part, part.open("wb") as file:
        np.save(file, table)


def _small(frame: SimulatedFrame, size: tuple[int, int]) -> Luma:
    grey = cv2.cvtColor(frame.picture, cv2.COLOR_BGR2GRAY)
    return as_stored(cv2.resize(grey, size, interpolation=cv2.INTER_AREA))
