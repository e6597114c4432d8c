"""Every shape that is drawn around a ball gives its middle."""

from collections.abc import Sequence

import pytest

from storage.formats.common.boxes import EdgeBox
from storage.formats.common.problems import FormatError
from storage.formats.common.shapes import (
    box_of_ellipse,
    box_of_points,
    box_of_runs,
    compressed_runs,
)


@pytest.mark.parametrize("degrees", [0, 20, 45, 90, -130])
def test_an_ellipse_keeps_its_middle_however_it_is_turned(degrees: float) -> None:
    box = box_of_ellipse(50, 60, 4, 3, degrees)

    assert box.centre == pytest.approx((49.5, 59.5))
    assert box_of_ellipse(50, 60, 4, 3, 90).width == pytest.approx(6)


def test_an_outline_lies_in_its_box() -> None:
    assert box_of_points([46, 50, 54, 50], [60, 56, 60, 64]) == EdgeBox(46, 56, 8, 8)
    with pytest.raises(FormatError, match="no points"):
        box_of_points([], [])


@pytest.mark.parametrize(
    ("runs", "box"),
    [
        ([7, 2, 3, 2, 6], EdgeBox(1, 2, 2, 2)),  # two columns of two, in a picture 5 high
        ([0, 20], EdgeBox(0, 0, 4, 5)),
        ([8, 4, 8], EdgeBox(1, 0, 2, 5)),  # round a corner
        ([19, 1], EdgeBox(3, 4, 1, 1)),
        ([0, 0, 6, 1, 13], EdgeBox(1, 1, 1, 1)),
    ],
)
def test_a_mask_goes_down_its_columns(runs: Sequence[int], box: EdgeBox) -> None:
    assert box_of_runs(runs, 5) == box


@pytest.mark.parametrize("runs", [[20], [], [5, 0, 15], [-1, 2]])
def test_a_mask_without_a_pixel_is_refused(runs: Sequence[int]) -> None:
    with pytest.raises(FormatError, match="mask"):
        box_of_runs(runs, 5)


def test_compressed_runs_are_those_of_pycocotools() -> None:
    mask = pytest.importorskip("pycocotools.mask")
    runs = [3 * 180 + 40, 8, 172, 8, 172, 8, 900, 2, 55790]
    packed = mask.frPyObjects({"size": [180, 320], "counts": runs}, 180, 320)

    assert compressed_runs(packed["counts"].decode()) == runs


def packed(runs: Sequence[int]) -> str:
    """Runs as pycocotools writes them: five bits a letter, differences from the fourth run on."""
    text = ""
    for place, run in enumerate(runs):
        value = run - (runs[place - 2] if place > 2 else 0)
        more = True
        while more:
            bits, value = value & 0x1F, value >> 5
            more = value != -1 if bits & 0x10 else value != 0
            text += chr((bits | 0x20 * more) + 48)
    return text


@pytest.mark.parametrize(
    "runs", [[5], [0, 7, 2, 5, 4, 3, 5], [7200, 8, 172, 8, 172, 8, 99, 2], [31, 32, 1023, 1, 0]]
)
def test_compressed_runs_tell_differences(runs: Sequence[int]) -> None:
    assert compressed_runs(packed(runs)) == runs


@pytest.mark.parametrize("text", ["\n", "é", "o" * 50])
def test_what_is_no_compressed_mask_is_refused(text: str) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        compressed_runs(text)
