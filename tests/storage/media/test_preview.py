from collections.abc import Callable

import numpy as np
import pytest

from storage.errors import UserError
from storage.media.frame_table import FrameTable
from storage.media.preview import first_frame, thumbnail
from storage.media.reader import FrameReader
from tests.clips.shelf import INTACT, Shelf

TableOf = Callable[[str], FrameTable]


@pytest.mark.parametrize("name", INTACT)
def test_the_first_frame_is_that_of_the_table_to_come(
    shelf: Shelf, table_of: TableOf, name: str
) -> None:
    frame = first_frame(shelf.path(name))

    with FrameReader(shelf.path(name), table_of(name)) as reader:
        assert (frame.bgra() == reader.read(0).bgra()).all()
    assert (frame.index, frame.seconds) == (0, 0.0)


def test_what_is_no_video_has_no_first_frame(shelf: Shelf) -> None:
    with pytest.raises(UserError, match="contains only sound"):
        first_frame(shelf.path("sound.mp4"))


@pytest.mark.parametrize(("name", "size"), [("rotated.mp4", (160, 284)), ("offset.ts", (160, 90))])
def test_a_thumbnail_keeps_the_proportions(
    shelf: Shelf, table_of: TableOf, name: str, size: tuple[int, int]
) -> None:
    small = thumbnail(shelf.path(name), table_of(name), 20, 160)

    assert small.shape == (size[1], size[0], 4)
    assert np.ptp(small[..., :3]) > 100
