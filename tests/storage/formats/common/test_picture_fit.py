"""Pictures of another shape than the video, as programs make them for networks."""

from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.choices import NO_OPTIONS, ChoiceNeeded, ReadOptions
from storage.formats.common.picture_fit import CROP, PAD, STRETCH, PictureFit, fit_of, scale_onto
from tests.storage.formats.labelled_videos import HEIGHT, WIDTH, target

MIDDLE = ((WIDTH - 1) / 2, (HEIGHT - 1) / 2)  # 640 x 360


@pytest.mark.parametrize("way", [STRETCH, PAD, CROP])
@pytest.mark.parametrize("copy", [(640, 640), (320, 320), (416, 416), (1280, 1024), (224, 640)])
def test_the_middle_stays_the_middle(way: str, copy: tuple[int, int]) -> None:
    x, y = scale_onto(copy, target(), way).point((copy[0] - 1) / 2, (copy[1] - 1) / 2)

    assert (x, y) == pytest.approx(MIDDLE)


@pytest.mark.parametrize(
    ("way", "copy", "place", "expected"),
    [
        (STRETCH, (320, 320), (0, 0), (0.5, 0.0625)),
        (PAD, (640, 640), (0, 140), (0, 0)),
        (PAD, (640, 640), (639, 499), (639, 359)),
        (PAD, (1000, 360), (180, 0), (0, 0)),
        (CROP, (360, 360), (0, 0), (140, 0)),
        (CROP, (360, 360), (359, 359), (499, 359)),
    ],
)
def test_a_place_in_such_a_picture_is_one_in_the_frame(
    way: str, copy: tuple[int, int], place: tuple[int, int], expected: tuple[float, float]
) -> None:
    assert scale_onto(copy, target(), way).point(*place) == pytest.approx(expected)


def test_nothing_is_guessed_of_another_shape() -> None:
    with pytest.raises(ChoiceNeeded, match="not a smaller copy") as asked:
        scale_onto((640, 640), target())
    assert (asked.value.option, asked.value.values) == ("fit", (STRETCH, PAD, CROP))
    with pytest.raises(UserError, match="not a way"):
        scale_onto((640, 640), target(), "bend")


@pytest.mark.parametrize(
    ("note", "fit"),
    [
        ("* Resize to 640x640 (Stretch)", PictureFit(STRETCH, (640, 640))),
        ("* Resize to 416x416 (Fit (black edges))", PictureFit(PAD, (416, 416))),
        ("* Resize to 416x416 (Fit (reflect edges))", PictureFit(PAD, (416, 416))),
        ("* Resize to 640x480 (Fill (with center crop))", PictureFit(CROP, (640, 480))),
        ("* Resize to 640x640 (Fit within)", PictureFit()),
        ("No image pre-processing steps were applied.", PictureFit()),
    ],
)
def test_roboflow_notes_how_it_made_them(tmp_path: Path, note: str, fit: PictureFit) -> None:
    (tmp_path / "README.roboflow.txt").write_text(f"The following was applied:\n{note}\n")

    assert fit_of(NO_OPTIONS, [tmp_path / "none", tmp_path]) == fit


def test_the_user_has_the_last_word(tmp_path: Path) -> None:
    (tmp_path / "README.roboflow.txt").write_text("* Resize to 640x640 (Stretch)")

    assert fit_of(ReadOptions(fit=PAD), [tmp_path]) == PictureFit(PAD, (640, 640))
