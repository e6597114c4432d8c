"""What comes out of the scaler, against values known beforehand."""

from dataclasses import replace

import numpy as np
import pytest
from av.video.frame import VideoFrame

from storage.media.picture import PictureConverter
from storage.media.streams import VideoStream, probe_video
from tests.clips.shelf import Shelf

BT601, BT709, UNSPECIFIED = 6, 1, 2
LIMITED, FULL = 1, 2


@pytest.fixture(scope="module")
def stream(shelf: Shelf) -> VideoStream:
    return probe_video(shelf.path("one_frame.mp4")).stream


def plain(
    colour: tuple[int, int, int], width: int, height: int, pixels: str = "yuv420p"
) -> VideoFrame:
    frame = VideoFrame(width, height, pixels)
    for plane, value in zip(frame.planes, colour, strict=True):
        plane.update(bytes([value]) * plane.buffer_size)
    return frame


@pytest.mark.parametrize(
    ("tag", "height", "bgr"),
    [
        (BT709, 720, (40, 90, 250)),
        (BT709, 480, (40, 90, 250)),
        (BT601, 720, (44, 76, 235)),
        (UNSPECIFIED, 720, (40, 90, 250)),
        (UNSPECIFIED, 576, (44, 76, 235)),
    ],
)
def test_untagged_colours_are_those_of_hd_in_hd_alone(
    stream: VideoStream, tag: int, height: int, bgr: tuple[int, int, int]
) -> None:
    frame = plain((120, 90, 200), 640, height)
    frame.colorspace = tag

    picture = PictureConverter(stream).bgra(frame, 640, height)

    assert picture.shape == (height, 640, 4)
    assert np.abs(picture.astype(int) - (*bgr, 255)).max() <= 1


@pytest.mark.parametrize(
    ("width", "height", "hd"),
    [(1280, 536, True), (1920, 480, True), (1276, 576, False), (640, 578, True), (352, 288, False)],
)
def test_untagged_pictures_are_hd_by_width_or_height(
    stream: VideoStream, width: int, height: int, hd: bool
) -> None:
    picture = PictureConverter(stream).bgra(plain((120, 90, 200), width, height), width, height)

    shown = (40, 90, 250) if hd else (44, 76, 235)
    assert np.abs(picture[:, :, :3].astype(int) - shown).max() <= 1


@pytest.mark.parametrize(
    ("tag", "black", "white"), [(0, 16, 235), (LIMITED, 16, 235), (FULL, 0, 255)]
)
def test_black_is_black_and_white_is_white(
    stream: VideoStream, tag: int, black: int, white: int
) -> None:
    converter = PictureConverter(stream)
    for luma, shown in ((black, 0), (white, 255)):
        frame = plain((luma, 128, 128), 640, 720)
        frame.color_range = tag
        assert (converter.bgra(frame, 640, 720)[..., :3] == shown).all()


@pytest.mark.parametrize("size", [(640, 720), (512, 288)])
@pytest.mark.parametrize("tag", [BT601, BT709, UNSPECIFIED])
@pytest.mark.parametrize("pixels", ["yuv420p", "yuv422p", "yuvj420p"])
def test_luma_is_the_y_plane_whatever_the_colour_tag(
    stream: VideoStream, size: tuple[int, int], tag: int, pixels: str
) -> None:
    frame = plain((120, 90, 200), 640, 720, pixels)
    frame.colorspace = tag

    luma = PictureConverter(stream).luma(frame, *size)

    assert luma.shape == size[::-1]
    assert (luma == 120).all()


@pytest.mark.parametrize("pixels", ["yuv420p10le", "nv12", "yuv444p12le"])
def test_luma_of_other_pixel_formats_keeps_its_range(stream: VideoStream, pixels: str) -> None:
    frame = plain((120, 90, 200), 640, 720).reformat(format=pixels)

    luma = PictureConverter(stream).luma(frame, 512, 288)

    assert np.abs(luma.astype(int) - 120).max() <= 1


def test_a_small_ball_does_not_vanish_when_the_picture_shrinks(stream: VideoStream) -> None:
    frame = plain((60, 128, 128), 1920, 1080)
    lines = np.frombuffer(memoryview(frame.planes[0]), np.uint8).reshape(1080, -1)
    lines[500:503, 700:703] = 235

    luma = PictureConverter(stream).luma(frame, 512, 288)

    assert luma.max() > 80
    assert divmod(int(luma.argmax()), 512) == (133, 187)  # (501 | 701) + 0.5, times 4/15, - 0.5


def test_a_picture_may_be_written_to_and_kept(stream: VideoStream) -> None:
    frame = plain((120, 90, 200), 640, 360).reformat(format="bgra")
    converter = PictureConverter(stream)

    first = converter.bgra(frame, 640, 360)
    first[:] = 7

    assert (converter.bgra(frame, 640, 360) != 7).any()


def test_a_turned_picture_has_whole_lines(stream: VideoStream) -> None:
    frame = plain((120, 90, 200), 640, 360)

    picture = PictureConverter(replace(stream, rotation=90)).bgra(frame, 360, 640)

    assert picture.shape == (640, 360, 4)
    assert picture.flags.c_contiguous
