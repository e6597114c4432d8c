"""Labels that do not fit a video are refused, with their count."""

from dataclasses import replace
from fractions import Fraction

import pytest

from storage.errors import UserError
from storage.formats.common.boxes import stored_scale
from storage.formats.common.label_set import LabelSet, LabelTarget, check_labels
from storage.formats.common.picture_fit import scale_onto
from storage.records import Clip, Event
from tests.storage.formats.labelled_videos import HEIGHT, WIDTH, absent, ball, table, video


def anamorphic() -> LabelTarget:
    """1440 x 1080 stored pixels that are shown as 1920 x 1080."""
    frames = table()
    stream = replace(
        frames.stream,
        width=1920, height=1080, coded_width=1440, coded_height=1080,
        sample_aspect=Fraction(4, 3),
    )  # fmt: skip
    return LabelTarget(video(width=1920, height=1080), replace(frames, stream=stream))


@pytest.mark.parametrize(
    ("x", "y"),
    [(1000, 900), (-40, 50), (WIDTH + 30, 50), (50, HEIGHT + 1), (50, -2), (1e5, 1e5)],
)
def test_places_outside_of_the_picture_are_refused_with_their_count(x: float, y: float) -> None:
    labels = LabelSet((ball(3, x, y), ball(4, 50, 50), absent(5)))

    with pytest.raises(UserError, match=f"1 of 3 labels are outside .* {WIDTH} x"):
        check_labels(labels, video(), "a.csv")


@pytest.mark.parametrize(("x", "y"), [(-0.5, -0.5), (WIDTH - 0.5, HEIGHT - 0.5), (0, 0)])
def test_the_edge_is_inside(x: float, y: float) -> None:
    check_labels(LabelSet((ball(3, x, y),)), video(), "a.csv")


def test_a_file_without_labels_is_no_success() -> None:
    with pytest.raises(UserError, match=r"a\.xml contains no labels") as refused:
        check_labels(LabelSet(notes=("7 shapes were left out.",)), video(), "a.xml")

    assert refused.value.advice == "7 shapes were left out."
    for labels in (LabelSet(events=(Event(3, "hit"),)), LabelSet(clips=(Clip(1, 3, "rally"),))):
        check_labels(labels, video(), "a.xml")


def test_frames_behind_the_end_are_refused() -> None:
    with pytest.raises(UserError, match="frame 60"):
        check_labels(LabelSet((ball(60),)), video(), "a.csv")


@pytest.mark.parametrize(
    ("size", "scale"),
    [
        ((1440, 1080), (4 / 3, 1)),  # stored
        ((720, 540), (8 / 3, 2)),
        ((1920, 1080), (1, 1)),  # shown
        ((960, 540), (2, 2)),
    ],
)
def test_stored_pixels_are_stretched_as_the_player_does(
    size: tuple[int, int], scale: tuple[float, float]
) -> None:
    found = scale_onto(size, anamorphic())

    assert (found.across, found.down) == pytest.approx(scale)
    assert stored_scale(anamorphic()).across == pytest.approx(4 / 3)


@pytest.mark.parametrize("size", [(1000, 1080), (1080, 1440), (1920, 800)])
def test_other_shapes_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(UserError, match="not a smaller copy"):
        scale_onto(size, anamorphic())
