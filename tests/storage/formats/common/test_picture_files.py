from pathlib import Path

import cv2
import numpy as np
import pytest

from storage.formats.common.picture_files import size_beside


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "set/images").mkdir(parents=True)
    cv2.imwrite(str(tmp_path / "set/images/a_1.png"), np.zeros((90, 160, 3), np.uint8))
    return tmp_path / "set"


@pytest.mark.parametrize("name", ["a_1.png", "a_1", "train/a_1.png", "images/a_1.png"])
def test_a_picture_tells_its_size_wherever_it_lies(folder: Path, name: str) -> None:
    assert size_beside(["gone.png", name], (None, folder)) == (160, 90)


@pytest.mark.parametrize("name", ["../set/images/a_1.png", "", "b.png", "a\0b", "x" * 5000])
def test_nothing_is_looked_for_elsewhere(folder: Path, name: str) -> None:
    assert size_beside([name], (folder / "images", folder)) is None


def test_an_absolute_name_is_none(folder: Path) -> None:
    assert size_beside([str(folder / "images/a_1.png")], (folder,)) is None
