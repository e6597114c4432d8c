from dataclasses import replace
from pathlib import Path

import pytest

from app.workflows.export.clips import clip_name, clips_text, export_overlays
from storage.errors import UserError
from storage.formats.entry.export_format import Span
from storage.formats.export.exporter import WrittenClip
from storage.library.library import Library
from storage.media.frame_table import scan_frames
from storage.records import Clip, Video
from tests.app.workflows.export.conftest import Choose, exported
from tests.draining import drained
from tests.storage.formats.labelled_videos import labelled
from tests.storage.library.builders import video as known_video


def test_kept_clips_keep_their_names(library: Library, choose: Choose) -> None:
    [clip] = exported(library, choose("clips", span=Span.CLIPS)).iterdir()

    assert clip.name == "clip-rally-000005-000024.mp4"
    assert len(drained(scan_frames(clip))) == 20


def test_the_trail_of_two_videos_needs_a_ball_in_one(
    library: Library, choose: Choose, video: Video, other: Video
) -> None:
    alone = choose("overlay", videos=(video.fingerprint,), span=Span.RANGES, ranges=(range(5),))

    assert len(drained(scan_frames(exported(library, alone)))) == 5


def test_a_trail_of_nothing_is_refused(library: Library, choose: Choose, tmp_path: Path) -> None:
    each = labelled([], ranges=(range(5),))

    with pytest.raises(UserError, match="no ball positions"):
        drained(export_overlays([each], choose("overlay"), tmp_path / "a.mp4"))


def test_the_frames_of_many_clips_are_told_in_short() -> None:
    clips = [
        WrittenClip(Clip(at, at + 5, ""), Path(f"{at}.mp4"), at - 2, at + 5)
        for at in range(10, 60, 10)
    ]

    assert clips_text(clips[:1]) == "10.mp4: frames 8 to 14"
    assert clips_text(clips).endswith("…")


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
    assert clip_name(known_video(), clip) == name


@pytest.mark.parametrize("stem", ["x" * 251, "é" * 120, "試" * 80, "a" * 220])
@pytest.mark.parametrize("name", ["", "smash", "é" * 100, "試" * 60])
def test_a_long_name_is_cut_so_that_a_disk_takes_it(tmp_path: Path, stem: str, name: str) -> None:
    film = replace(known_video(), path=tmp_path / f"{stem}.mp4")
    file = tmp_path / f"{clip_name(film, Clip(1_000_000, 2_000_000, name))}-copy.webm"

    file.touch()
    assert file.name.endswith("1000000-1999999-copy.webm")
