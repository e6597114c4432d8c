"""Clips of recordings in red, green and blue (storage.media.clip_encoder)."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from storage.media.clip_encoder import cut_clip
from storage.media.encoding import BT601, BT709, FULL, LIMITED
from tests.draining import drained
from tests.storage.media.reading import pictures, table_of

PATCHES = ((255, 255, 255), (200, 40, 40), (40, 200, 40), (40, 40, 200), (128, 128, 128))
SMALL, LARGE = (320, 180), (1280, 720)


def patches(width: int, height: int) -> NDArray[np.uint8]:
    """Upright stripes of the colours, as RGB."""
    picture = np.zeros((height, width, 3), np.uint8)
    for number, colour in enumerate(PATCHES):
        picture[:, number * width // 5 : (number + 1) * width // 5] = colour
    return picture


def recording(path: Path, codec: str, pixels: str, size: tuple[int, int], **tags: int) -> Path:
    with av.open(path, "w") as file:
        stream = file.add_stream(codec, rate=25)
        assert isinstance(stream, av.VideoStream)
        context = stream.codec_context
        (context.width, context.height), context.pix_fmt = size, pixels
        for name, tag in tags.items():
            setattr(context, name, tag)
        for number in range(4):
            frame = av.VideoFrame.from_ndarray(patches(*size), "rgb24").reformat(format=pixels)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def decoded_colours(path: Path) -> list[list[int]]:
    """The colours in the middle of the patches, as a player shows them that believes the tags."""
    picture = pictures(path)[-1]
    shown = picture.to_ndarray(format="rgb24")
    height, width = shown.shape[:2]
    return [shown[height // 2, width * (2 * n + 1) // 10].tolist() for n in range(5)]


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("a.mp4", "libx264rgb", "rgb24"),
        ("a.mkv", "ffv1", "bgr0"),
        ("a.mkv", "ffv1", "bgra"),
        ("a.webm", "libvpx-vp9", "gbrp"),
        ("a.mov", "qtrle", "rgb24"),
        ("a.mov", "png", "rgb24"),
        ("a.avi", "rawvideo", "bgr24"),
        ("a.mkv", "libx265", "gbrp"),
    ],
)
@pytest.mark.parametrize(("size", "matrix"), [(SMALL, BT601), (LARGE, BT709)])
def test_colours_and_tags_of_a_clip_agree(
    tmp_path: Path, name: str, codec: str, pixels: str, size: tuple[int, int], matrix: int
) -> None:
    source = recording(tmp_path / name, codec, pixels, size)
    out = drained(cut_clip(source, table_of(source), 1, 3, tmp_path / "clip.mp4"))

    picture = pictures(out)[0]
    assert (picture.format.name, picture.colorspace) == ("yuv420p", matrix)
    assert picture.color_range == LIMITED
    assert np.abs(np.array(decoded_colours(out)) - PATCHES).max() <= 8


def test_a_recording_tagged_as_full_range_gives_a_clip_of_video_range(tmp_path: Path) -> None:
    tags = {"colorspace": 0, "color_range": FULL, "color_primaries": BT709, "color_trc": BT709}
    source = recording(tmp_path / "a.mp4", "libx264rgb", "rgb24", LARGE, **tags)
    out = drained(cut_clip(source, table_of(source), 0, 2, tmp_path / "clip.mp4"))

    picture = pictures(out)[0]
    assert (picture.colorspace, picture.color_range) == (BT709, LIMITED)
    assert (picture.color_primaries, picture.color_trc) == (BT709, BT709)
    assert np.abs(np.array(decoded_colours(out)) - PATCHES).max() <= 8


def test_drawing_into_a_clip_of_such_a_recording_keeps_its_colours(tmp_path: Path) -> None:
    source = recording(tmp_path / "a.mp4", "libx264rgb", "rgb24", SMALL)
    table, out = table_of(source), tmp_path / "clip.mp4"

    drained(cut_clip(source, table, 0, 2, out, lambda picture, frame: None))

    assert pictures(out)[0].colorspace == BT601
    assert np.abs(np.array(decoded_colours(out)) - PATCHES).max() <= 8
