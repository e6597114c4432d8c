import pytest

from inference.ball.nets.input_spec import Channels, InputSpec

FREE = InputSpec(3, (0, 1, 2), 512, 288, 8)
FIXED = InputSpec(3, (2,), 512, 288, None, Channels.GREY)


@pytest.mark.parametrize(
    ("input_spec", "video", "size"),
    [
        (FREE, (1280, 720), (512, 288)),
        (FREE, (720, 1280), (288, 512)),
        (FREE, (1440, 1080), (384, 288)),
        (FREE, (160, 96), (160, 96)),
        (FIXED, (1280, 720), (512, 288)),
        (FIXED, (720, 1280), (162, 288)),
    ],
)
def test_videos_keep_their_shape(
    input_spec: InputSpec, video: tuple[int, int], size: tuple[int, int]
) -> None:
    assert input_spec.scaled_size(*video) == size


def test_pictures_are_filled_up_to_what_the_net_takes() -> None:
    assert FREE.padded_size(386, 290) == (392, 296)
    assert FIXED.padded_size(162, 288) == (512, 288)


def test_colours_and_a_background_are_channels() -> None:
    assert FIXED.channels == 3
    assert FREE.channels == 9
    assert InputSpec(8, (7,), 512, 288, 8, background=True).channels == 27
