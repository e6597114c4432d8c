import pytest

from storage.formats.common.json_document import Object
from storage.formats.groundtruth.schema.manifest import line_of
from storage.formats.groundtruth.schema.origins import (
    LineOrigin,
    is_notes,
    line_origin,
    origins_address,
    read_origins,
)

PRINT = "ab" * 32
VIDEO: Object = {"video": f"sha256:{PRINT}"}


def test_notes_lie_beside_their_sequence() -> None:
    assert origins_address("s3://club/seq-0001.json") == "s3://club/seq-0001.frames.json"
    assert is_notes("seq-0001.frames.json")
    assert not is_notes("seq-0001.json")


def test_notes_tell_the_frame_of_each_picture() -> None:
    found = read_origins({**VIDEO, "frames": {"a.jpeg": {"index": 7, "pts": 700}}})

    assert found is not None
    assert (found.video, found.frames) == (PRINT, {"a.jpeg": 7})


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"video": "sha256:xyz", "frames": {}},
        {"video": 7, "frames": {}},
        {**VIDEO, "frames": {"a": {"index": -1}}},
        {**VIDEO, "frames": {"a": 7}},
    ],
)
def test_what_is_nothing_like_notes_tells_nothing(kept: Object) -> None:
    assert read_origins(kept) is None


@pytest.mark.parametrize(
    ("told", "origin"),
    [
        ({**VIDEO, "frame": 7}, LineOrigin(PRINT, 7, 8)),
        ({**VIDEO, "first-frame": 7, "end-frame": 9}, LineOrigin(PRINT, 7, 9)),
        ({**VIDEO, "first-frame": 9, "end-frame": 9}, None),
        ({**VIDEO, "frame": -1}, None),
        ({**VIDEO}, None),
        ({"frame": 7}, None),
        ("x", None),
    ],
)
def test_lines_tell_where_they_come_from(told: object, origin: LineOrigin | None) -> None:
    assert line_origin(line_of({"source-ref": "s3://a/b", "touchline": told})) == origin
