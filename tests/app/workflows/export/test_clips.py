from pathlib import Path

import pytest

from app.workflows.export.clips import CLIPS, OVERLAY, told_clips
from app.workflows.export.exports import WrittenClip
from storage.errors import UserError
from storage.formats.export.options import Span
from storage.library.library import Library
from storage.media.frame_table import scan_frames
from storage.records import Clip, Video
from tests.app.workflows.export.conftest import Choose, exported
from tests.draining import drained
from tests.storage.formats.labelled_videos import labelled


def test_kept_clips_keep_their_names(library: Library, choose: Choose) -> None:
    [clip] = exported(library, choose("clips", span=Span.CLIPS)).iterdir()

    assert clip.name == "clip-rally-000005-000024.mp4"
    assert len(drained(scan_frames(clip))) == 20


def test_the_trail_of_two_videos_needs_a_ball_in_one(
    library: Library, choose: Choose, video: Video, other: Video
) -> None:
    alone = choose("overlay", videos=(video.fingerprint,), span=Span.MARKED, marked=range(5))

    assert len(drained(scan_frames(exported(library, alone)))) == 5


def test_a_trail_of_nothing_is_refused(library: Library, choose: Choose, tmp_path: Path) -> None:
    each = labelled([], ranges=(range(5),))

    with pytest.raises(UserError, match="nothing known"):
        drained(OVERLAY.export(library, [each], choose("overlay"), tmp_path / "a.mp4"))


def test_the_frames_of_many_clips_are_told_in_short() -> None:
    clips = [
        WrittenClip(Clip(at, at + 5, ""), Path(f"{at}.mp4"), at - 2, at + 5)
        for at in range(10, 60, 10)
    ]

    assert told_clips(clips[:1]) == "10.mp4: frames 8 to 14"
    assert told_clips(clips).endswith("…")
    assert CLIPS.one_file is False
