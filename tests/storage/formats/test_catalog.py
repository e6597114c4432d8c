"""Which format a file is of, and what each format can do."""

from dataclasses import fields
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.catalog import format_of, label_formats, load
from storage.formats.coco.format import COCO
from storage.formats.common.choices import ReadOptions
from storage.formats.cvat.format import CVAT
from storage.formats.entry.label_format import LabelFormat
from storage.formats.groundtruth.format import GROUND_TRUTH
from storage.formats.mot.format import MOT
from storage.formats.soccernet.format import SOCCERNET
from storage.formats.tables.format import BALL_TABLE, EVENT_TABLE, TRACKNET_TABLE
from storage.formats.yolo.format import YOLO


@pytest.mark.parametrize("format", label_formats().values(), ids=label_formats())
def test_all_that_an_entry_names_is_there(format: LabelFormat) -> None:
    assert all(load(name) for name in (format.read, format.write, format.check))


@pytest.mark.parametrize(
    ("name", "text", "format"),
    [
        ("a.csv", "frame,visible,x,y\n", BALL_TABLE),
        ("a.csv", "Frame,Visibility,X,Y,Time\n", TRACKNET_TABLE),
        ("a.csv", "frame,event\n", EVENT_TABLE),
        ("a.csv", "", BALL_TABLE),
        ("a.json", '{"annotations":[{"gameTime":"1 - 00:01"}]}', SOCCERNET),
        ("a.json", '{"images":[]}', COCO),
        ("a.json", '{"tracking-annotations":[]}', GROUND_TRUTH),
        ("output.manifest", "{}", GROUND_TRUTH),
        ("a.xml", "<annotations/>", CVAT),
        ("a", "  <?xml version='1.0'?>", CVAT),
        ("gt.txt", "1,1,2,3,4,5", MOT),
        ("seqinfo.ini", "[Sequence]", MOT),
        ("data.yaml", "names: [ball]", YOLO),
    ],
)
def test_the_format_is_told_by_name_and_beginning(
    tmp_path: Path, name: str, text: str, format: LabelFormat
) -> None:
    (tmp_path / name).write_text(text)

    assert format_of(tmp_path / name) == format.name


@pytest.mark.parametrize(
    ("inside", "format"),
    [
        ("labels/a.txt", YOLO),
        ("manifests/output", GROUND_TRUTH),
        ("gt/gt.txt", MOT),
        ("annotations/instances.json", COCO),
        ("annotations.xml", CVAT),
        ("Labels-v2.json", SOCCERNET),
    ],
)
def test_the_format_of_a_folder_is_told_by_what_lies_in_it(
    tmp_path: Path, inside: str, format: LabelFormat
) -> None:
    (tmp_path / inside).parent.mkdir(exist_ok=True)
    (tmp_path / inside).touch()

    assert format_of(tmp_path) == format.name


def test_a_folder_without_labels_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no labels"):
        format_of(tmp_path)


def test_a_file_that_has_gone_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.csv"):
        format_of(tmp_path / "gone.csv")


@pytest.mark.parametrize("format", label_formats().values(), ids=label_formats())
def test_the_options_of_an_entry_are_those_that_readers_take(format: LabelFormat) -> None:
    assert format.options <= {field.name for field in fields(ReadOptions)}
