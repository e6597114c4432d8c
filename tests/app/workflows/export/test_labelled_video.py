from pathlib import Path

from app.workflows.export.labelled_video import labelled_video
from app.workflows.videos import open_video
from storage.library.library import Library
from tests.app.workflows.export.conftest import REVIEWED, label
from tests.draining import drained


def test_all_that_is_known_of_a_video_is_gathered(library: Library, clip: Path) -> None:
    opened = drained(open_video(library, clip))
    label(library, opened.video)
    found = labelled_video(library, opened, [range(3)])

    assert (found.ball.review != 0).sum() == len(REVIEWED)
    assert [event.name for event in found.events] == ["hit", "bounce"]
    assert [clip.name for clip in found.clips] == ["rally"]
    assert found.ranges == (range(3),)
