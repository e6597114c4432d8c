from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.errors import UserError
from storage.formats.common.ball_rows import ball_rows
from storage.formats.tables.ball_csv import read_ball_csv, write_ball_csv
from storage.records import BallRow, BallTrackBuilder, Review, Source, Visibility

LABELS = "frame,visible,x,y\n0,1,664.3,267.1\n1,0,,\n7,3,12,-0.5\n"
in_one_folder = settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
pixels = st.floats(-100, 10_000).map(lambda value: round(value, 3))
sources = st.sampled_from([source for source in Source if source != Source.NONE])


@st.composite
def row_lists(draw: st.DrawFn) -> list[BallRow]:
    frames = sorted(draw(st.sets(st.integers(0, 10**6), max_size=20)))
    rows = []
    for frame in frames:
        visible = draw(st.sampled_from(Visibility))
        there = visible != Visibility.ABSENT
        x, y = (draw(pixels), draw(pixels)) if there else (None, None)
        confidence = round(draw(st.floats(0, 1)), 4)
        rows.append(BallRow(frame, visible, x, y, confidence, draw(sources)))
    return rows


def read(folder: Path, text: str) -> list[BallRow]:
    (folder / "a.csv").write_text(text)
    return read_ball_csv(folder / "a.csv")


@given(rows=row_lists())
@in_one_folder
def test_what_was_written_is_read(tmp_path: Path, rows: list[BallRow]) -> None:
    write_ball_csv(tmp_path / "a.csv", rows)

    assert read_ball_csv(tmp_path / "a.csv") == rows


def test_plain_labels_are_a_persons(tmp_path: Path) -> None:
    assert read(tmp_path, LABELS) == [
        BallRow(0, Visibility.CLEAR, 664.3, 267.1),
        BallRow(1, Visibility.ABSENT),
        BallRow(7, Visibility.OCCLUDED, 12, -0.5),
    ]


def test_the_table_is_the_promised_one(tmp_path: Path) -> None:
    rows = [
        BallRow(0, Visibility.CLEAR, 1.23456, 2, 0.5, Source.MODEL),
        BallRow(4, Visibility.ABSENT),
    ]

    write_ball_csv(tmp_path / "a.csv", rows)

    assert (tmp_path / "a.csv").read_bytes() == (
        b"frame,visible,x,y,confidence,source\n0,1,1.235,2.000,0.5000,model\n4,0,,,1.0000,human\n"
    )


def test_a_place_beside_an_absent_ball_is_dropped(tmp_path: Path) -> None:
    assert read(tmp_path, "frame,visible,x,y\n3,0,0,0\n") == [BallRow(3, Visibility.ABSENT)]


def test_a_visible_ball_without_a_place_is_no_label(tmp_path: Path) -> None:
    assert read(tmp_path, "frame,visible,x,y\n3,1,,\n") == []


def test_rows_come_sorted(tmp_path: Path) -> None:
    rows = read(tmp_path, "frame,visible,x,y\n3,0,,\n1,0,,\n")

    assert [row.frame for row in rows] == [1, 3]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("0,0,,", "line 4: frame 0 is duplicated"),
        ("2,4,1,1", "line 4: visible is '4'"),
        ("2,,1,1", "line 4: visible is ''"),
        ("2,1,1,", "line 4: one of x and y"),
        ("2,1,1,1e9", "line 4: y is '1e9'"),
        ("-1,1,1,1", "line 4: frame is '-1'"),
    ],
)
def test_nonsense_is_told_with_its_line(tmp_path: Path, line: str, what: str) -> None:
    with pytest.raises(UserError, match=what):
        read(tmp_path, f"frame,visible,x,y\n0,1,1,1\n1,0,,\n{line}\n")


def test_only_frames_that_somebody_looked_at_have_a_row() -> None:
    track = BallTrackBuilder.empty(5)
    track.source[1:4] = [Source.MODEL, Source.HUMAN, Source.HUMAN]
    track.visibility[2] = Visibility.HARD
    track.x[2], track.y[2], track.confidence[1:4] = 10, 20, [0.25, 1, 1]
    track.review[3] = Review.REJECTED

    assert list(ball_rows(track.build())) == [
        BallRow(1, Visibility.ABSENT, None, None, 0.25, Source.MODEL),
        BallRow(2, Visibility.HARD, 10, 20, 1, Source.HUMAN),
    ]


def test_real_labels_are_read(footage: Path) -> None:
    paths = [*footage.glob("badminton/*/*.ball.csv"), *footage.glob("tennis/*.ball.csv")]

    counts = [len(read_ball_csv(path)) for path in paths]

    assert len(counts) == 34
    assert min(counts) > 50
