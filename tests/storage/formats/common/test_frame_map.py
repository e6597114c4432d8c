from dataclasses import replace
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.frame_map import MappedFrame, read_frame_map, write_frame_map
from storage.records import BallRow, Source, Visibility
from tests.storage.formats.labelled_videos import absent, ball

HARD = BallRow(7, Visibility.HARD, 0.0, 0.0, 0.25, Source.MODEL)
MAPPED = [
    MappedFrame("1", "ab", 7, -900, HARD),
    MappedFrame("2", "ab", 9, 1 << 40, absent(9)),
    MappedFrame("3", "ab", 11, 0),
    MappedFrame("1", "cd", 3, 0, None),
]


def test_what_was_written_is_read_of_one_video(tmp_path: Path) -> None:
    (tmp_path / "frames.csv").write_text(write_frame_map(MAPPED))

    assert list(read_frame_map(tmp_path / "frames.csv", "ab").values()) == MAPPED[:3]


def test_a_map_of_other_videos_is_refused(tmp_path: Path) -> None:
    (tmp_path / "frames.csv").write_text(write_frame_map(MAPPED))

    with pytest.raises(UserError, match="other videos"):
        read_frame_map(tmp_path / "frames.csv", "ef")


def test_entry_and_frame_alone_are_enough(tmp_path: Path) -> None:
    (tmp_path / "frames.csv").write_text("entry,frame\n1,7\n")

    assert read_frame_map(tmp_path / "frames.csv", "ab") == {"1": MappedFrame("1", "", 7, 0)}


def test_what_is_seen_is_as_exact_as_it_was_known() -> None:
    seen = ball(7, 5, 6)

    assert MAPPED[0].agreed(seen) == replace(HARD, x=5, y=6)
    assert MAPPED[1].absent == absent(9)


def test_what_was_changed_elsewhere_has_the_last_word() -> None:
    assert MAPPED[0].absent is None  # the ball was taken away
    assert MAPPED[1].agreed(ball(9, 5, 6)) == ball(9, 5, 6)  # one was added
    assert MAPPED[2].agreed(ball(11, 5, 6)) == ball(11, 5, 6)
    assert MAPPED[2].absent is None  # still nobody has looked
