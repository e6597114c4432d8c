"""Which format a file is of, and what each format can do."""

from dataclasses import fields
from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.catalog import format_of, label_formats, load
from storage.formats.common.choices import ReadOptions
from storage.formats.entry.label_format import LabelFormat


@pytest.mark.parametrize("format", label_formats().values(), ids=label_formats())
def test_all_that_an_entry_names_is_there(format: LabelFormat) -> None:
    assert all(load(name) for name in (format.read, format.write, format.check))


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


@pytest.mark.parametrize("format", label_formats().values(), ids=label_formats())
def test_the_options_of_an_entry_are_those_that_readers_take(format: LabelFormat) -> None:
    assert format.options <= {field.name for field in fields(ReadOptions)}
