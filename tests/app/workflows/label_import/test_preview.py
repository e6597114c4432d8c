"""What an import would bring, without a change (app.workflows.label_import.preview)."""

from pathlib import Path

import pytest

from app.workflows.label_import.files import ImportRequest
from app.workflows.label_import.preview import choices_of, preview_labels, with_options
from app.workflows.videos import open_video
from storage.formats.common.choices import ChoiceNeeded
from storage.library.labels import ball_labels
from storage.library.library import Library
from tests.draining import drained


def test_the_first_middle_and_last_label_are_shown_on_their_frames(
    library: Library, clip: Path, tmp_path: Path
) -> None:
    opened = drained(open_video(library, clip))
    (tmp_path / "a.csv").write_text(
        "frame,visible,x,y\n" + "".join(f"{n},1,{10 + n},20\n" for n in range(3, 10)) + "12,0,,\n"
    )
    preview = drained(preview_labels(opened, ImportRequest(tmp_path / "a.csv", "csv")))

    assert [frame.frame for frame in preview.frames] == [3, 6, 9]
    assert preview.counts == "7 balls, 1 frame without a ball"
    middle = preview.frames[1]
    height, width = middle.picture.shape[:2]
    scale = width / opened.video.width
    assert height == round(opened.video.height * scale)
    assert middle.x == pytest.approx((16 + 0.5) * scale - 0.5)
    with library.connect() as db:
        assert ball_labels(db, opened.video.fingerprint) == {}


def test_events_are_shown_without_a_place(library: Library, clip: Path, tmp_path: Path) -> None:
    opened = drained(open_video(library, clip))
    (tmp_path / "a.csv").write_text("frame,event\n3,hit\n")

    [frame] = drained(
        preview_labels(opened, ImportRequest(tmp_path / "a.csv", "events-csv"))
    ).frames
    assert (frame.words, frame.x) == ("hit", None)


def test_what_is_left_open_is_asked(library: Library, clip: Path, tmp_path: Path) -> None:
    opened = drained(open_video(library, clip))
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels/f_7.txt").write_text("0 0.5 0.5 0.1 0.1\n")
    request = ImportRequest(tmp_path, "yolo")

    with pytest.raises(ChoiceNeeded) as asked:
        drained(preview_labels(opened, request))
    assert asked.value.option in choices_of("yolo")
    chosen = with_options(request, {asked.value.option: 0})
    assert drained(preview_labels(opened, chosen)).frames[0].frame == 7
