from pathlib import Path
from uuid import UUID

import pytest

from app.workflows.export.exports import clip_name, clips_to_write, known_ball
from storage.errors import UserError
from storage.library.journal.journal import write_gesture
from storage.library.library import Library, open_library
from storage.library.videos import put_video
from storage.records import Clip, clip_key
from tests.storage.library.builders import VIDEO, video


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = open_library(tmp_path / "library")
    with library.connect() as db:
        put_video(db, video())
    return library


@pytest.mark.parametrize(
    ("clip", "name"),
    [
        (Clip(0, 10, ""), "final-000000-000009"),
        (Clip(5, 6, "Smash: Lin/Dan?"), "final-Smash-Lin-Dan-000005-000005"),
        (Clip(5, 6, "../.."), "final-000005-000005"),
        (Clip(5, 6, "Ballwechsel schön"), "final-Ballwechsel-schön-000005-000005"),
    ],
)
def test_a_clip_has_a_name_that_every_disk_takes(clip: Clip, name: str) -> None:
    assert clip_name(video(), clip) == name


def test_a_video_of_which_nothing_is_known_has_nothing_to_export(library: Library) -> None:
    with pytest.raises(UserError, match=r"final\.mp4"):
        known_ball(library, video())


def test_the_clips_of_the_library_are_taken_where_no_frames_are_named(library: Library) -> None:
    clip = Clip(10, 20, "smash")
    with library.connect() as db:
        write_gesture(db, VIDEO, {clip_key(UUID(int=1)): clip}, "ann")

    assert clips_to_write(library, video()) == [clip]
    assert clips_to_write(library, video(), [range(3, 5)]) == [Clip(3, 5, "")]
