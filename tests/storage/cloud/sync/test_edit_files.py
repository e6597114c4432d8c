import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.cloud.sync.edit_files import (
    DecodedFile,
    EditFile,
    NewerFileError,
    SyncFileError,
    decode,
    encode,
    parse_name,
)
from storage.records import Event
from tests.storage.library.builders import VIDEO, ball
from tests.storage.library.trees import received

DEVICE = "00000000-0000-4000-8000-00000000000a"
EDITS = [
    received(1, after=ball(1.5)),
    received(2, [1], ball(2)),
    received(5, [2, 3, 4], None),
    received(6, after=Event(9, "hit"), key=f"event/{DEVICE}"),
]


def named(data: bytes, first: int = 1, last: int = 6) -> EditFile:
    file = parse_name(f"edits/{DEVICE}/{first}-{last}-{hashlib.sha256(data).hexdigest()}.jsonl")
    assert file is not None
    return file


def with_line(number: int, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The file of EDITS with one line changed by somebody who knows how to name a file."""
    _, data = encode(VIDEO, DEVICE, EDITS)
    lines = [json.loads(line) for line in data.decode().splitlines()]
    change(lines[number])
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def test_edits_come_back_as_they_were() -> None:
    name, data = encode(VIDEO, DEVICE, EDITS)
    file = parse_name(name)

    assert file is not None
    assert (file.device, file.first, file.last) == (DEVICE, 1, 6)
    assert decode(file, VIDEO, 1000, data) == DecodedFile(EDITS)


def test_the_same_edits_have_the_same_name() -> None:
    assert encode(VIDEO, DEVICE, EDITS) == encode(VIDEO, DEVICE, list(EDITS))


def test_a_label_gets_the_text_that_this_library_writes() -> None:
    data = with_line(1, lambda edit: edit.update(after=dict(reversed(edit["after"].items()), x=1)))
    [first, *_] = decode(named(data), VIDEO, 1000, data).edits

    assert first.after == received(1, after=ball(1)).after


def test_a_time_of_any_zone_is_told_in_utc() -> None:
    data = with_line(1, lambda edit: edit.update(time="2026-01-02T05:04:05+02:00"))
    [first, *_] = decode(named(data), VIDEO, 1000, data).edits

    assert first.time == "2026-01-02T03:04:05+00:00"


STRANGE_TIMES = [
    ("1970-01-01T00:00:00+00:00", "1972-01-02T00:00:00+00:00"),
    ("0001-01-01T00:00:00+14:00", "1972-01-02T00:00:00+00:00"),
    ("9999-12-31T23:59:59-12:00", "8999-12-30T00:00:00+00:00"),
    ("1972-01-02T00:00:01+00:00", "1972-01-02T00:00:01+00:00"),
]


@pytest.mark.parametrize(("time", "shown"), STRANGE_TIMES)
def test_a_wrong_clock_costs_nobody_a_label(time: str, shown: str) -> None:
    name, data = encode(VIDEO, DEVICE, [EDITS[0]._replace(time=time)])
    file = parse_name(name)

    assert file is not None
    assert [edit.time for edit in decode(file, VIDEO, 1000, data).edits] == [shown]


@pytest.mark.parametrize(("time", "shown"), STRANGE_TIMES)
def test_files_of_earlier_versions_with_such_times_are_read(time: str, shown: str) -> None:
    data = with_line(1, lambda edit: edit.update(time=time))
    [first, *rest] = decode(named(data), VIDEO, 1000, data).edits

    assert (first.time, rest) == (shown, EDITS[1:])


@pytest.mark.parametrize(
    "name",
    [
        "edits/1-2.jsonl",
        f"edits/{DEVICE}/1-2-{'a' * 63}.jsonl",
        f"edits/{DEVICE}/0-2-{'a' * 64}.jsonl",
        f"edits/{DEVICE}/1-2-{'a' * 64}.jsonl.part",
        f"edits/{DEVICE}/../1-2-{'a' * 64}.jsonl",
        f"edits/{DEVICE.upper()}/1-2-{'a' * 64}.jsonl",
    ],
)
def test_other_names_are_not_ours(name: str) -> None:
    assert parse_name(name) is None


def test_content_that_is_not_what_the_name_promises_is_refused() -> None:
    _, data = encode(VIDEO, DEVICE, EDITS)

    with pytest.raises(SyncFileError, match="does not match its name"):
        decode(named(data), VIDEO, 1000, data + b"\n")


@pytest.mark.parametrize("change", [{"version": 2}, {"labels": 3}])
def test_a_newer_version_is_told_apart(change: dict[str, int]) -> None:
    data = with_line(0, lambda head: head.update(change))

    with pytest.raises(NewerFileError):
        decode(named(data), VIDEO, 1000, data)


@pytest.mark.parametrize(
    "change",
    [
        {"touchline": "recipes"},
        {"video": "cd" * 32},
        {"device": "somebody else's"},
        {"edits": 9},
        {"version": "new"},
        {"labels": 1.5},
        {"labels": []},
    ],
)
def test_a_file_with_another_head_is_refused(change: dict[str, object]) -> None:
    data = with_line(0, lambda fields: fields.update(change))

    with pytest.raises(SyncFileError):
        decode(named(data), VIDEO, 1000, data)


def test_a_number_that_no_library_can_hold_is_refused() -> None:
    _, data = encode(VIDEO, DEVICE, EDITS)

    with pytest.raises(SyncFileError, match="make no sense"):
        decode(named(data, last=9 * 10**18), VIDEO, 1000, data)


PERSON = {"source": "human", "review": "accepted"}
NO_EDITS: list[tuple[int, dict[str, object]]] = [
    (1, {"id": "1"}),
    (1, {"id": None}),
    (1, {"gesture": "x" * 36}),
    (1, {"parents": ["../../etc"]}),
    (1, {"parents": "none"}),
    (1, {"parents": [DEVICE] * 1001}),
    (1, {"kind": "steal"}),
    (1, {"kind": []}),
    (1, {"key": "ball/1000"}),
    (1, {"key": "ball/-1"}),
    (1, {"key": 7}),
    (1, {"key": [[]]}),
    (1, {"after": {"visibility": 1}}),
    (1, {"after": "drop table edits"}),
    (1, {"after": {"visibility": 1, "x": 1e999, "y": 1, **PERSON}}),
    (1, {"after": {"visibility": 1, "x": float("nan"), "y": 1, **PERSON}}),
    (1, {"after": {"visibility": 1, "x": 10**400, "y": 1, **PERSON}}),
    (1, {"after": {"visibility": True, "x": 1, "y": 1, **PERSON}}),
    (4, {"after": {"frame": 1000, "name": "a", "confidence": 1, **PERSON}}),
    (4, {"after": {"frame": 1, "name": "\ud800", "confidence": 1, **PERSON}}),
    (4, {"after": {"frame": 1, "name": "a", "confidence": 2, **PERSON}}),
    (1, {"author": "x" * 201}),
    (1, {"author": "two\nlines"}),
    (1, {"author": "\ud800"}),
    (1, {"author": None}),
    (1, {"time": "yesterday"}),
    (1, {"time": "2026-01-01"}),
    (1, {"time": 7}),
    (1, {"time": []}),
    (1, {"sequence": "1"}),
    (1, {"sequence": True}),
    (1, {"sequence": 10**30}),
    (1, {"sequence": 7}),
    (2, {"sequence": 1}),
    (1, {"note": "x" * 70_000}),
]


@pytest.mark.parametrize(("line", "change"), NO_EDITS)
def test_what_is_no_edit_is_left_out_and_costs_no_other(
    line: int, change: dict[str, object]
) -> None:
    data = with_line(line, lambda fields: fields.update(change))
    decoded = decode(named(data), VIDEO, 1000, data)

    assert decoded.edits == [edit for edit in EDITS if edit is not EDITS[line - 1]]
    assert len(decoded.refused) == 1


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"{},{}",
        b"[" * 100_000,
        b'{"sequence":' + b"9" * 10_000 + b"}",
        b"null",
        b"7",
        b'"edit"',
        b"[]",
        b"",
    ],
)
def test_a_line_that_is_no_edit_costs_no_other(line: bytes) -> None:
    lines = encode(VIDEO, DEVICE, EDITS)[1].split(b"\n")
    lines[2] = line
    data = b"\n".join(lines)
    decoded = decode(named(data), VIDEO, 1000, data)

    assert decoded.edits == [EDITS[0], *EDITS[2:]]
    assert len(decoded.refused) == 1


def test_a_video_that_ends_a_frame_earlier_here_gets_all_labels_but_the_last() -> None:
    edits = [received(frame + 1, after=ball(1), key=f"ball/{frame}") for frame in range(165)]
    name, data = encode(VIDEO, DEVICE, edits)
    file = parse_name(name)

    assert file is not None
    assert decode(file, VIDEO, 164, data).edits == edits[:164]


def test_fields_of_later_versions_are_passed_over() -> None:
    data = with_line(1, lambda edit: edit.update(colour="red"))

    assert decode(named(data), VIDEO, 1000, data) == DecodedFile(EDITS)


@pytest.mark.parametrize("data", [b"", b"\n", b"\xff\xfe", b"[" * 100_000, b"null\nnull\n", b"{}"])
def test_what_is_no_file_of_edits_is_refused(data: bytes) -> None:
    with pytest.raises(SyncFileError):
        decode(named(data), VIDEO, 1000, data)


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_damaged_file_is_read_rightly_or_refused(draw: st.DataObject) -> None:
    _, data = encode(VIDEO, DEVICE, EDITS)
    at = draw.draw(st.integers(0, len(data) - 1))
    piece = draw.draw(st.binary(max_size=3))
    broken = data[:at] + piece + data[at + draw.draw(st.integers(0, 40)) :]

    with suppress(SyncFileError):
        decoded = decode(named(broken), VIDEO, 1000, broken)
        assert len(decoded.edits) + len(decoded.refused) == len(EDITS)
