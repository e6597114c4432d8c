"""Files of every format: told apart, and imported as any other."""

import json
from pathlib import Path

import pytest

from app.workflows.label_import.files import format_of, import_labels
from app.workflows.label_import.merge import Imported
from app.workflows.videos import open_video
from storage.errors import UserError
from storage.formats.common.ball_reading import ReadingChoices
from storage.library.labels import ball_labels, events
from storage.library.library import Library
from storage.records import Event, Video, Visibility
from tests.app.rally import CLIP_FRAMES
from tests.draining import drained


@pytest.fixture
def video(library: Library, clip: Path) -> Video:
    return drained(open_video(library, clip)).video


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("a.csv", "frame,visible,x,y\n", "csv"),
        ("a.csv", "Frame,Visibility,X,Y,Time\n", "tracknet-csv"),
        ("a.csv", "frame,event\n", "events-csv"),
        ("a.csv", "", "csv"),
        ("a.json", '{"annotations":[{"gameTime":"1 - 00:01"}]}', "soccernet"),
        ("a.json", '{"images":[]}', "coco"),
        ("a.json", '{"tracking-annotations":[]}', "groundtruth"),
        ("output.manifest", "{}", "groundtruth"),
        ("a.xml", "<annotations/>", "cvat"),
        ("a", "  <?xml version='1.0'?>", "cvat"),
        ("gt.txt", "1,1,2,3,4,5", "mot"),
        ("seqinfo.ini", "[Sequence]", "mot"),
        ("data.yaml", "names: [ball]", "yolo"),
    ],
)
def test_the_format_is_told_by_name_and_beginning(
    tmp_path: Path, name: str, text: str, format: str
) -> None:
    (tmp_path / name).write_text(text)

    assert format_of(tmp_path / name) == format


@pytest.mark.parametrize(
    ("inside", "format"),
    [
        ("labels/a.txt", "yolo"),
        ("manifests/output", "groundtruth"),
        ("gt/gt.txt", "mot"),
        ("annotations/instances.json", "coco"),
        ("annotations.xml", "cvat"),
        ("Labels-v2.json", "soccernet"),
    ],
)
def test_the_format_of_a_folder_is_told_by_what_lies_in_it(
    tmp_path: Path, inside: str, format: str
) -> None:
    (tmp_path / inside).parent.mkdir(exist_ok=True)
    (tmp_path / inside).touch()

    assert format_of(tmp_path) == format


def test_a_folder_without_labels_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no labels"):
        format_of(tmp_path)


def test_a_file_that_has_gone_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.csv"):
        format_of(tmp_path / "gone.csv")


def test_a_folder_of_labels_becomes_labels(library: Library, video: Video, tmp_path: Path) -> None:
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels/f-7.txt").write_text("0 0.5 0.5 0.1 0.1\n")
    (tmp_path / "labels/f-8.txt").touch()
    choices = ReadingChoices(first_number=0)

    done = import_labels(library, video, "yolo", tmp_path, "bob", choices)

    with library.connect() as db:
        labels = {at: each.label for at, each in ball_labels(db, video.fingerprint).items()}
    assert done == Imported(2, 0, 0)
    assert (labels[7].x, labels[8].visibility) == (video.width / 2 - 0.5, Visibility.ABSENT)


def test_a_folder_that_differs_from_a_person_is_proposed_once(
    library: Library, video: Video, tmp_path: Path
) -> None:
    (tmp_path / "labels").mkdir()
    choices = ReadingChoices(first_number=0)
    for text in ("0 0.5 0.5 0.1 0.1\n", "0 0.7 0.5 0.1 0.1\n"):
        (tmp_path / "labels/f-7.txt").write_text(text)
        done = import_labels(library, video, "yolo", tmp_path, "bob", choices)

    assert done == Imported(0, 1, 0)


def test_events_come_in_on_the_frame_of_their_time(
    library: Library, video: Video, tmp_path: Path
) -> None:
    moment = {"gameTime": "1 - 00:01", "label": "hit", "position": "1000"}
    (tmp_path / "a.json").write_text(json.dumps({"annotations": [moment]}))

    import_labels(library, video, "soccernet", tmp_path / "a.json", "bob")

    with library.connect() as db:
        found = [stored.label for stored in events(db, video.fingerprint).values()]
    assert found == [Event(25, "hit")]


def test_labels_beyond_the_end_change_nothing(
    library: Library, video: Video, tmp_path: Path
) -> None:
    (tmp_path / "gt.txt").write_text(f"1,1,9,9,5,5\n{CLIP_FRAMES + 1},1,9,9,5,5\n")

    with pytest.raises(UserError, match=f"frame {CLIP_FRAMES}"):
        import_labels(library, video, "mot", tmp_path / "gt.txt", "bob")
    with library.connect() as db:
        assert ball_labels(db, video.fingerprint) == {}
