"""Videos of few colours, whose table stands beside their pictures (storage.media.palettes)."""

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from storage.media.clip_encoder import cut_clip
from storage.media.palettes import palettes_of
from storage.media.reader import FrameReader
from tests.clips.bar_code import paint_number, read_number
from tests.draining import drained
from tests.storage.media.reading import numbers, table_of

WIDTH, HEIGHT, FRAMES = 320, 180, 12


def grey(number: int) -> NDArray[np.uint8]:
    picture = np.full((HEIGHT, WIDTH), 90, np.uint8)
    paint_number(picture, number)
    return picture


def camera_file(path: Path, changes: dict[int, int] | None = None) -> Path:
    """An AVI as high-speed cameras write it: eight bits, a table of greys, lines upside down.

    From each frame among `changes` on all greys are shown lighter by so much.
    """

    def chunk(name: bytes, data: bytes) -> bytes:
        return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)

    def in_list(name: bytes, *chunks: bytes) -> bytes:
        return chunk(b"LIST", name + b"".join(chunks))

    size = WIDTH * HEIGHT
    head = struct.pack("<14I", 2000, 0, 0, 0x10, FRAMES, 0, 1, size, WIDTH, HEIGHT, *[0] * 4)
    numbers = (0, 0, 0, 1, 500, 0, FRAMES, size, 0xFFFFFFFF, 0)
    stream = b"vidsDIB " + struct.pack("<10I", *numbers) + struct.pack("<4h", 0, 0, WIDTH, HEIGHT)
    form = struct.pack("<IiiHHIIiiII", 40, WIDTH, HEIGHT, 1, 8, 0, size, 0, 0, 256, 256)
    form += b"".join(bytes([level, level, level, 0]) for level in range(256))
    streams = in_list(b"strl", chunk(b"strh", stream), chunk(b"strf", form))
    header = in_list(b"hdrl", chunk(b"avih", head), streams)
    chunks, places, place = [], [], 4
    for number in range(FRAMES):
        if lighter := (changes or {}).get(number):
            levels = b"".join(bytes([min(255, n + lighter)] * 3 + [0]) for n in range(256))
            chunks.append(chunk(b"00pc", struct.pack("<BBH", 0, 0, 0) + levels))
            places.append(struct.pack("<4s3I", b"00pc", 0x100, place, 1028))
            place += 1036
        chunks.append(chunk(b"00db", grey(number)[::-1].tobytes()))
        places.append(struct.pack("<4s3I", b"00db", 0x10, place, size))
        place += size + 8
    body = b"AVI " + header + in_list(b"movi", *chunks) + chunk(b"idx1", b"".join(places))
    path.write_bytes(chunk(b"RIFF", body))
    return path


def encoded(path: Path, codec: str, pixels: str) -> Path:
    with av.open(path, "w") as file:
        stream = file.add_stream(codec, rate=25)
        assert isinstance(stream, av.VideoStream)
        context = stream.codec_context
        context.width, context.height, context.pix_fmt = WIDTH, HEIGHT, pixels
        context.gop_size = 4
        colours = np.array([[255, level, level, level] for level in range(256)], np.uint8)
        for number in range(FRAMES):
            if pixels == "pal8":
                frame = av.VideoFrame.from_ndarray((grey(number), colours), "pal8")  # type: ignore[arg-type]
            else:
                frame = av.VideoFrame.from_ndarray(grey(number), "gray").reformat(format=pixels)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


KINDS = {
    "camera.avi": ("", ""),
    "raw.avi": ("rawvideo", "pal8"),
    "runs.mov": ("qtrle", "gray"),
    "runs.avi": ("msrle", "pal8"),
    "raw.nut": ("rawvideo", "pal8"),
    "pictures.mov": ("png", "pal8"),
    "graphics.mov": ("smc", "pal8"),
}


@pytest.fixture(scope="module", params=KINDS)
def film(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("films") / request.param
    codec, pixels = KINDS[request.param]
    return encoded(path, codec, pixels) if codec else camera_file(path)


@pytest.mark.parametrize("order", [(0, 1, 2), (7, 3, 11, 0), (11, 11, 5)])
def test_colours_outlast_a_seek(film: Path, order: tuple[int, ...]) -> None:
    table = table_of(film)
    with FrameReader(film, table) as reader:
        shown = [read_number(reader.read(index).bgra()[:, :, 1]) for index in order]

    assert shown == list(order)


def test_networks_see_these_colours(film: Path) -> None:
    with FrameReader(film, table_of(film)) as reader:
        luma = reader.read(9).luma(WIDTH, HEIGHT)

    assert read_number(luma) == 9


def test_clips_have_these_colours(film: Path, tmp_path: Path) -> None:
    out = drained(cut_clip(film, table_of(film), 5, 9, tmp_path / "clip.mp4"))

    assert numbers(out) == [5, 6, 7, 8]


@pytest.mark.parametrize("changes", [{6: 40}, {1: 20}, {11: 60}, {3: 10, 4: 20, 9: 30}, {}])
def test_colours_that_change_are_those_of_the_frame(
    tmp_path: Path, changes: dict[int, int]
) -> None:
    film = camera_file(tmp_path / "camera.avi", changes)
    table = table_of(film)

    def background(index: int) -> int:
        with FrameReader(film, table) as reader:
            return int(reader.read(index).bgra()[-1, -1, 1])

    lighter = [max((changes[n] for n in changes if n <= index), default=0) for index in range(12)]
    assert [background(index) for index in (11, 0, 5, 6, 2, 9)] == [
        90 + lighter[index] for index in (11, 0, 5, 6, 2, 9)
    ]
    assert len(palettes_of(film).tables) == 1 + len(changes)
