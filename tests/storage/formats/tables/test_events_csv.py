from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.bounds import MAX_NAME
from storage.errors import UserError
from storage.formats.tables.events_csv import read_events_csv, write_events_csv
from storage.records import Event, Review, Source, attributes

names = st.text(min_size=1, max_size=MAX_NAME).filter(lambda n: n.isprintable() and n == n.strip())
events = st.builds(
    Event,
    frame=st.integers(0, 10**6),
    name=names,
    confidence=st.floats(0, 1).map(lambda value: round(value, 4)),
    source=st.sampled_from([Source.MODEL, Source.HUMAN]),
)


def read(folder: Path, text: str) -> list[Event]:
    (folder / "a.csv").write_text(text)
    return read_events_csv(folder / "a.csv")


@given(some=st.lists(events, max_size=10, unique_by=lambda event: (event.frame, event.name)))
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_what_was_written_is_read_sorted(tmp_path: Path, some: list[Event]) -> None:
    write_events_csv(tmp_path / "a.csv", some)

    expected = sorted(some, key=lambda event: (event.frame, event.name))
    assert read_events_csv(tmp_path / "a.csv") == expected


def test_without_events_there_is_the_header(tmp_path: Path) -> None:
    write_events_csv(tmp_path / "a.csv", [])

    assert (tmp_path / "a.csv").read_bytes() == b"frame,event,confidence,source\n"


def test_rejected_events_are_left_out(tmp_path: Path) -> None:
    write_events_csv(tmp_path / "a.csv", [Event(1, "hit", review=Review.REJECTED)])

    assert read_events_csv(tmp_path / "a.csv") == []


def test_plain_tables_with_more_columns_are_read(tmp_path: Path) -> None:
    read_back = read(tmp_path, "frame,event,hitter,stroke_type\n33,hit,A,1\n25,bounce,,\n")

    told = attributes({"hitter": "A", "stroke_type": "1"})
    assert read_back == [Event(25, "bounce"), Event(33, "hit", attributes=told)]


def test_ends_and_attributes_have_columns_where_there_are_any(tmp_path: Path) -> None:
    some = [
        Event(3, "hit", 0.5, attributes=attributes({"side": "near", "serve": "yes"})),
        Event(7, "rally", end=90),
        Event(9, "hit", attributes=attributes({"side": "far"})),
    ]

    write_events_csv(tmp_path / "a.csv", some)

    assert (tmp_path / "a.csv").read_text().splitlines() == [
        "frame,event,confidence,source,end,serve,side",
        "3,hit,0.5000,human,,yes,near",
        "7,rally,1.0000,human,90,,",
        "9,hit,1.0000,human,,,far",
    ]
    assert read_events_csv(tmp_path / "a.csv") == some


def test_an_attribute_called_like_a_column_keeps_its_value(tmp_path: Path) -> None:
    write_events_csv(tmp_path / "a.csv", [Event(3, "hit", attributes=(("frame", "left"),))])

    [event] = read_events_csv(tmp_path / "a.csv")
    assert (event.frame, event.attributes) == (3, (("frame_", "left"),))


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("1,hit", "line 3: hit in frame 1 is duplicated"),
        ("2,", "line 3: event needs a name"),
        (f"2,{'a' * 65}", "line 3: event needs a name"),
        ("2,a\tb", "line 3: event needs a name"),
        ("x,hit", "line 3: frame is 'x'"),
    ],
)
def test_nonsense_is_told_with_its_line(tmp_path: Path, line: str, what: str) -> None:
    with pytest.raises(UserError, match=what):
        read(tmp_path, f"frame,event\n1,hit\n{line}\n")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("2,hit,2,", "line 2: end is 2, but the event begins in frame 2"),
        ("2,hit,,a\x07", "line 2: 'side' must be at most"),
    ],
)
def test_nonsense_in_further_columns_is_told(tmp_path: Path, line: str, what: str) -> None:
    with pytest.raises(UserError, match=what):
        read(tmp_path, f"frame,event,end,side\n{line}\n")


def test_real_events_are_read(footage: Path) -> None:
    paths = [*footage.glob("badminton/*/*.events.csv"), *footage.glob("tennis/*.events.csv")]

    assert sum(len(read_events_csv(path)) for path in paths) > 179


def test_two_events_of_a_class_in_one_frame_are_both_kept(tmp_path: Path) -> None:
    events = [Event(3, "hit", attributes=(("player", who),)) for who in ("Ana", "Bob")]
    write_events_csv(tmp_path / "events.csv", [*events, events[0]])

    assert read_events_csv(tmp_path / "events.csv") == events


def test_attributes_that_readers_would_take_for_one_have_columns_of_their_own(
    tmp_path: Path,
) -> None:
    names = ["Side", "side", "\u0130" * 64, "frame", "End"]
    event = Event(3, "hit", attributes=attributes({name: name for name in names}))
    write_events_csv(tmp_path / "events.csv", [event])
    [read] = read_events_csv(tmp_path / "events.csv")

    assert sorted(text for _, text in read.attributes) == sorted(names)
