"""What the tests of the commands share: a video made on the spot, and a way to run a command."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from app.cli.main import main
from storage.media.encoding import MovieWriter, PictureFormat

FRAMES = 40
WIDTH, HEIGHT = 160, 96


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


Touchline = Callable[..., Ended]


@pytest.fixture
def touchline(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Touchline:
    """Runs a command line in this process, with a library of the test's own."""

    def run(*words: str | Path) -> Ended:
        status = main(["--library", str(tmp_path / "library"), *map(str, words)])
        return Ended(status, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A video of 40 frames in which a bright ball flies over a dark ground; brighter by frame."""
    path = tmp_path_factory.mktemp("clips") / "rally.mp4"
    form = PictureFormat(WIDTH, HEIGHT, Fraction(1, 25), Fraction(25))
    with MovieWriter(path, form) as movie:
        for frame in range(FRAMES):
            movie.write_pixels(picture(frame), frame, 1)
    return path


def picture(frame: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Frame number `frame` of the clip: BGR pixels (H, W, 3)."""
    pixels = np.full((HEIGHT, WIDTH, 3), 20 + 2 * frame, np.uint8)
    x, y = 10 + 3 * frame, 20 + frame
    pixels[y - 2 : y + 3, x - 2 : x + 3] = 250
    return pixels
