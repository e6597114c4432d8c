from fractions import Fraction

import pytest

from storage.errors import UserError
from storage.media.streams import probe_video
from tests.clips.shelf import Shelf


def test_a_rotated_video_is_shown_upright(shelf: Shelf) -> None:
    stream = probe_video(shelf.path("rotated.mp4")).stream

    assert (stream.coded_width, stream.coded_height) == (640, 360)
    assert (stream.width, stream.height, stream.rotation) == (360, 640, 90)


def test_wide_samples_make_the_picture_wider(shelf: Shelf) -> None:
    stream = probe_video(shelf.path("anamorphic.mp4")).stream

    assert (stream.coded_width, stream.sample_aspect) == (480, Fraction(4, 3))
    assert (stream.width, stream.height) == (640, 360)


def test_a_nonsensical_sample_shape_is_ignored(shelf: Shelf) -> None:
    stream = probe_video(shelf.path("needles.mp4")).stream

    assert (stream.width, stream.height) == (640, 360)


@pytest.mark.parametrize(("name", "interlaced"), [("interlaced.ts", True), ("offset.ts", False)])
def test_interlaced_video_is_known_as_such(shelf: Shelf, name: str, interlaced: bool) -> None:
    look = probe_video(shelf.path(name))

    assert look.stream.interlaced == interlaced
    assert not look.paired_fields


def test_the_sound_is_described(shelf: Shelf) -> None:
    audio = probe_video(shelf.path("long_gop.mp4")).stream.audio

    assert audio is not None
    assert (audio.codec, audio.rate, audio.channels) == ("aac", 48_000, 2)


def test_no_sound_is_said_to_be_none(shelf: Shelf) -> None:
    assert probe_video(shelf.path("one_frame.mp4")).stream.audio is None


def test_a_video_without_a_whole_picture_is_refused(shelf: Shelf) -> None:
    with pytest.raises(UserError, match="No picture of"):
        probe_video(shelf.path("headless.ts"))
