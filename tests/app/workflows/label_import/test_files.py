"""Files of every format: told apart, and imported as any other."""

import json
import zipfile
from pathlib import Path

import pytest

from app.workflows.label_import.files import ImportRequest, detect_format, import_labels
from app.workflows.label_import.merge import ImportCounts
from app.workflows.videos import OpenedVideo, open_video
from storage.errors import UserError
from storage.formats.common.choices import NO_OPTIONS, ReadOptions
from storage.library.labels import ball_labels, boxes, events
from storage.library.library import Library
from storage.records import Event, Visibility
from tests.app.rally import CLIP_FRAMES
from tests.draining import drained

FLAGS = 'outside="0" occluded="0" keyframe="1"'
CVAT = (
    "<annotations><version>1.1</version>"
    f'<track id="0" label="ball"><points frame="7" {FLAGS} points="30.5,40.5"/></track>'
    f'<track id="1" label="player"><box frame="8" {FLAGS} xtl="10" ytl="20" xbr="40" ybr="80"/>'
    "</track></annotations>"
)


@pytest.fixture
def opened(library: Library, clip: Path) -> OpenedVideo:
    return drained(open_video(library, clip))


def imported(
    library: Library,
    opened: OpenedVideo,
    format: str,
    path: Path,
    options: ReadOptions = NO_OPTIONS,
) -> ImportCounts:
    request = ImportRequest(path, format, options, "bob")
    return drained(import_labels(library, opened, request)).counts


def test_a_folder_of_labels_becomes_labels(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels/f-7.txt").write_text("0 0.5 0.5 0.1 0.1\n")
    (tmp_path / "labels/f-8.txt").touch()
    choices = ReadOptions(first_number=0, complete=True)

    done = imported(library, opened, "yolo", tmp_path, choices)

    with library.connect() as db:
        labels = {at: each.label for at, each in ball_labels(db, opened.video.fingerprint).items()}
    assert done == ImportCounts(2, 0, 0)
    assert (labels[7].x, labels[8].visibility) == (opened.video.width / 2 - 0.5, Visibility.ABSENT)


def test_a_folder_that_differs_from_a_person_is_proposed_once(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    (tmp_path / "labels").mkdir()
    choices = ReadOptions(first_number=0)
    for text in ("0 0.5 0.5 0.1 0.1\n", "0 0.7 0.5 0.1 0.1\n"):
        (tmp_path / "labels/f-7.txt").write_text(text)
        done = imported(library, opened, "yolo", tmp_path, choices)

    assert done == ImportCounts(0, 1, 0)


def test_events_come_in_on_the_frame_of_their_time(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    moment = {"gameTime": "1 - 00:01", "label": "hit", "position": "1000"}
    (tmp_path / "a.json").write_text(json.dumps({"annotations": [moment]}))

    imported(library, opened, "soccernet", tmp_path / "a.json")

    with library.connect() as db:
        found = [stored.label for stored in events(db, opened.video.fingerprint).values()]
    assert found == [Event(25, "hit")]


def test_labels_beyond_the_end_change_nothing(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    (tmp_path / "gt.txt").write_text(f"1,1,9,9,5,5\n{CLIP_FRAMES + 1},1,9,9,5,5\n")

    with pytest.raises(UserError, match=f"frame {CLIP_FRAMES}"):
        imported(library, opened, "mot", tmp_path / "gt.txt")
    with library.connect() as db:
        assert ball_labels(db, opened.video.fingerprint) == {}


def test_an_archive_is_read_as_it_was_downloaded(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "task.zip", "w") as archive:
        archive.writestr("annotations.xml", CVAT)

    assert detect_format(tmp_path / "task.zip") == "cvat"
    done = imported(library, opened, "cvat", tmp_path / "task.zip")
    again = imported(library, opened, "cvat", tmp_path / "task.zip")
    assert (done, again) == (ImportCounts(2, 0, 0), ImportCounts(0, 0, 2))


def test_objects_of_other_classes_are_kept_as_boxes(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    (tmp_path / "a.xml").write_text(CVAT)
    imported(library, opened, "cvat", tmp_path / "a.xml")

    with library.connect() as db:
        [box] = [each.label for each in boxes(db, opened.video.fingerprint).values()]
    assert (box.name, box.frame, box.left, box.track) == ("player", 8, 9.5, 1)


def test_a_file_without_labels_is_refused(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("frame,visible,x,y\n")

    with pytest.raises(UserError, match=r"a\.csv contains no labels"):
        imported(library, opened, "csv", tmp_path / "a.csv")


def test_places_outside_of_the_picture_change_nothing(
    library: Library, opened: OpenedVideo, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("frame,visible,x,y\n3,1,10,20\n4,1,9000,900\n")

    with pytest.raises(UserError, match="1 of 2 labels are outside"):
        imported(library, opened, "csv", tmp_path / "a.csv")
    with library.connect() as db:
        assert ball_labels(db, opened.video.fingerprint) == {}
