"""CVAT's tracks, and XML that means harm."""

from pathlib import Path

import pytest

from storage.errors import UserError
from storage.formats.common.choices import ReadOptions
from storage.formats.common.problems import Problems
from storage.formats.cvat.read import check_cvat, read_cvat
from storage.formats.cvat.write import CVAT
from storage.formats.cvat.xml import read_cvat_xml
from storage.records import BallRow, Source, Visibility
from tests.storage.formats.labelled_videos import (
    absent,
    ball,
    balls,
    labelled,
    target,
    written,
)

FLAGS = 'outside="0" occluded="0" keyframe="1"'
POINT = f'<points frame="3" {FLAGS} points="100.50,50.50" z_order="0"></points>'


def file(folder: Path, *shapes: str, meta: str = "", label: str = "ball") -> Path:
    """A file as CVAT dumps it, with one track."""
    track = f'<track id="0" label="{label}" source="manual">{"".join(shapes)}</track>'
    path = folder / "annotations.xml"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<annotations>\n<version>1.1</version>\n'
        f"<meta><task>{meta}</task></meta>\n{track}</annotations>"
    )
    return path


def shape(frame: int, x: float = 100.5, outside: int = 0, keyframe: int = 1) -> str:
    flags = f'outside="{outside}" occluded="0" keyframe="{keyframe}"'
    return f'<points frame="{frame}" {flags} points="{x},50.5"/>'


def test_points_count_from_the_edge_of_the_picture(tmp_path: Path) -> None:
    out = written(CVAT, [labelled([ball(3, 100, 50)])], tmp_path / "a.xml")

    assert 'points="100.500,50.500"' in out.read_text()
    assert balls(read_cvat(file(tmp_path, POINT), target())) == [ball(3, 100, 50)]


def test_boxes_are_middles(tmp_path: Path) -> None:
    box = f'<box frame="3" {FLAGS} xtl="90" ytl="40" xbr="111" ybr="61"/>'

    assert balls(read_cvat(file(tmp_path, box), target())) == [ball(3, 100, 50)]


def test_a_gap_is_closed_so_that_cvat_does_not_fill_it(tmp_path: Path) -> None:
    out = written(CVAT, [labelled([ball(3), ball(9)])], tmp_path / "a.xml")

    assert out.read_text().count('outside="1"') == 2
    assert balls(read_cvat(out, target())) == [ball(3), ball(9)]


def test_what_cvat_filled_in_is_no_persons(tmp_path: Path) -> None:
    path = file(tmp_path, shape(3), shape(4, 102.5, keyframe=0), shape(5, 104.5))

    assert [row.source for row in balls(read_cvat(path, target()))] == [
        Source.HUMAN,
        Source.INTERPOLATED,
        Source.HUMAN,
    ]


def test_outside_is_absent_but_for_the_end_of_a_single_shape(tmp_path: Path) -> None:
    longer = file(tmp_path, shape(3), shape(4), shape(5, outside=1))
    assert balls(read_cvat(longer, target()))[-1] == absent(5)

    single = file(tmp_path, shape(3), shape(4, outside=1))
    assert balls(read_cvat(single, target())) == [ball(3)]


def test_a_ball_of_a_second_track_is_there_though_the_first_is_outside(tmp_path: Path) -> None:
    first = "".join([shape(3), shape(4), shape(5, outside=1)])
    second = '</track><track id="1" label="ball">' + shape(5, 60.5)

    rows = balls(read_cvat(file(tmp_path, first, second), target()))
    assert rows[-1] == ball(5, 60, 50)


def test_a_task_of_another_length_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="700 frames, the video 60"):
        balls(read_cvat(file(tmp_path, POINT, meta="<size>700</size>"), target()))


def test_a_smaller_copy_is_scaled(tmp_path: Path) -> None:
    meta = "<original_size><width>320</width><height>180</height></original_size>"

    [row] = balls(read_cvat(file(tmp_path, POINT, meta=meta), target()))
    assert (row.x, row.y) == (200.5, 100.5)


def test_the_label_can_be_named(tmp_path: Path) -> None:
    other = f'</track><track id="1" label="player">{shape(3)}'

    assert len(balls(read_cvat(file(tmp_path, POINT, other), target()))) == 1
    assert len(balls(read_cvat(file(tmp_path, POINT, other), target(), ReadOptions("player")))) == 1


def test_a_file_without_shapes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "annotations.xml"
    path.write_text('<annotations><image id="0" name="a.jpg"></image></annotations>')

    with pytest.raises(UserError, match="contains no shapes"):
        balls(read_cvat(path, target()))


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'
    "<annotations>&c;</annotations>"
)
OUTER = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    "<annotations>&b;</annotations>"
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LAUGHS, "document type"),
        (OUTER, "document type"),
        ("<html/>", "begins with 'html'"),
        ("<annotations>" + "<a>" * 100, "nested too deep"),
        ("<annotations><b></annotations>", "not XML"),
        ("", "not XML"),
        ("<annotations>&b;</annotations>", "not XML"),
        ('<?xml version="1.0" encoding="nonsense"?><annotations/>', ""),
    ],
)
def test_xml_that_means_harm_or_is_none_is_told(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(text)

    with pytest.raises(UserError, match=rf"a\.xml, line 1: .*{words}"):
        balls(read_cvat(path, target()))


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (POINT.replace("100.50,50.50", "1,2;3"), "points is"),
        (POINT.replace("100.50", "nan"), "points is 'nan'"),
        (POINT.replace('frame="3"', 'frame="x"'), "frame is 'x'"),
        (POINT.replace('outside="0"', 'outside="maybe"'), "outside is 'maybe'"),
        (f'<box frame="3" {FLAGS} xtl="9" ytl="4" xbr="3" ybr="6"/>', "no width"),
        (POINT.replace("></points>", '><attribute name="source">x</attribute></points>'), "source"),
        (
            POINT.replace("></points>", '><attribute name="source">NONE</attribute></points>'),
            "source",
        ),
    ],
)
def test_what_makes_no_sense_is_told_with_its_line(tmp_path: Path, bad: str, words: str) -> None:
    with pytest.raises(UserError, match=rf"line 5: .*{words}"):
        balls(read_cvat(file(tmp_path, bad), target()))


def test_a_check_goes_on_behind_a_problem(tmp_path: Path) -> None:
    bad = POINT.replace("100.50", "nan")
    meta = "<size>60</size><labels><label><name>ball</name></label></labels>"
    report = check_cvat(file(tmp_path, bad, POINT, shape(70), meta=meta))

    assert (report.frames, report.labels) == (60, {"ball": 2})
    assert [problem.line for problem in report.problems] == [5, 5]


def test_elements_that_draw_nothing_are_counted_and_passed_over(tmp_path: Path) -> None:
    path = file(tmp_path, '<tag frame="1" label="rally"/>', POINT)
    content = read_cvat_xml(path.read_bytes(), Problems(path, strict=True))

    assert (content.others, len(content.tracks[0].shapes)) == (1, 1)


def test_what_models_say_comes_back_as_theirs(tmp_path: Path) -> None:
    row = BallRow(3, Visibility.HARD, 100, 50, 0.25, Source.RELINKED)
    out = written(CVAT, [labelled([row])], tmp_path / "a.xml", effective=True)

    assert balls(read_cvat(out, target())) == [row]
