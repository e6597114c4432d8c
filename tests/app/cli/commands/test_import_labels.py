"""Label files into the library, through `app.cli.commands.import_labels`.

Its options are those of `app.cli.arguments.import_arguments`.
"""

from pathlib import Path

import pytest

from app.cli.arguments.exit_status import DONE
from app.cli.arguments.parser import parse
from app.cli.commands.import_labels import read_options, run
from app.cli.output import import_summary
from app.workflows.label_import.merge import ImportCounts
from storage.formats.common.choices import ReadOptions
from tests.app.cli.commands.conftest import Touchline

pytestmark = pytest.mark.usefixtures("library")  # to copy one is quicker than to make it

HEADER = "frame,visible,x,y\n"


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    path = tmp_path / "labels.csv"
    path.write_text(HEADER + "3,1,20,30\n4,0,,\n")
    return path


def test_imported_labels_come_out_again(
    touchline: Touchline, clip: Path, labels: Path, tmp_path: Path
) -> None:
    ended = touchline("import", "csv", labels, "--video", clip)
    touchline("export", "csv", clip, "--out", tmp_path / "out.csv")

    assert ended.status == 0
    assert ended.out == "2 new labels, 0 proposals, 0 already there\n"
    assert (tmp_path / "out.csv").read_text() == (
        "frame,visible,x,y,confidence,source\n3,1,20.000,30.000,1.0000,human\n4,0,,,1.0000,human\n"
    )


def test_a_second_opinion_replaces_nothing(
    touchline: Touchline, clip: Path, labels: Path, tmp_path: Path
) -> None:
    touchline("import", "csv", labels, "--video", clip)
    labels.write_text(HEADER + "3,1,99,30\n5,1,40,50\n")

    ended = touchline("import", "csv", labels, "--video", clip)
    touchline("export", "csv", clip, "--out", tmp_path / "out.csv")

    assert ended.out.startswith("1 new labels, 1 proposals, 0 already there. ")
    assert "3,1,20.000,30.000" in (tmp_path / "out.csv").read_text()


def test_events_come_out_again(touchline: Touchline, clip: Path, tmp_path: Path) -> None:
    events = tmp_path / "events.csv"
    events.write_text("frame,event\n7,hit\n2,serve\n")

    touchline("import", "events-csv", events, "--video", clip)
    touchline("export", "events-csv", clip, "--out", tmp_path / "out.csv")

    assert (tmp_path / "out.csv").read_text() == (
        "frame,event,confidence,source\n2,serve,1.0000,human\n7,hit,1.0000,human\n"
    )


def test_labels_of_a_longer_video_are_refused_as_a_whole(
    touchline: Touchline, clip: Path, labels: Path, tmp_path: Path
) -> None:
    labels.write_text(HEADER + "3,1,20,30\n40,1,20,30\n")

    ended = touchline("import", "csv", labels, "--video", clip)

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "frames 0 to 39" in ended.err
    assert touchline("export", "csv", clip, "--out", tmp_path / "out.csv").status == 1


@pytest.mark.parametrize("text", ["", "a diary", HEADER + "3,1,x,30\n", HEADER + "-1,1,2,3\n"])
def test_what_is_no_table_is_told_in_one_line(
    touchline: Touchline, clip: Path, labels: Path, text: str
) -> None:
    labels.write_text(text)

    ended = touchline("import", "csv", labels, "--video", clip)

    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "labels.csv, line" in ended.err


def test_a_label_file_that_is_not_there_is_told(touchline: Touchline, clip: Path) -> None:
    ended = touchline("import", "csv", "nowhere.csv", "--video", clip)

    assert ended.status == 1
    assert "nowhere.csv" in ended.err


def test_counts_are_told_and_proposals_explained() -> None:
    assert import_summary(ImportCounts(3, 0, 1)) == "3 new labels, 0 proposals, 1 already there"
    assert import_summary(ImportCounts(3, 2, 1)).endswith("under Analyses of this video.")


def test_notes_go_to_standard_error_and_counts_to_standard_output(
    clip: Path, labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["import", "csv", str(labels), "--video", str(clip), "--author", "ana"]

    status = run(parse([*words, "--library", str(tmp_path / "library")]))

    told = capsys.readouterr()
    assert (status, told.out) == (DONE, "2 new labels, 0 proposals, 0 already there\n")
    assert all(line.startswith("touchline: ") for line in told.err.splitlines())


def test_only_options_that_were_given_differ_from_the_usual_ones() -> None:
    plain = parse(["check", "csv", "labels"])
    images = parse(["check", "coco", "labels", "--class", "ball", "--images", "pictures"])

    assert read_options(plain) == ReadOptions()
    assert read_options(images) == ReadOptions(class_name="ball", images=Path("pictures"))
