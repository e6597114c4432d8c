from datetime import UTC, datetime

import pytest

from storage.formats.groundtruth.schema.metadata import (
    Metadata,
    date_text,
    read_date,
    read_metadata,
)
from tests.storage.formats.groundtruth.examples import about

NOON = datetime(2026, 11, 20, 15, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20T15:00:00.123456",
        "2026-11-20T15:00:00.123456Z",
        "2026-11-20T15:00:00.123456+0000",
        "2026-11-20T17:00:00.123456+02:00",
    ],
)
def test_times_are_read_in_every_shape_that_occurs(text: str) -> None:
    assert read_date(text) == NOON


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "9" * 100, "0001-01-01T00+23:00"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_date(text) is None


def test_times_are_written_as_most_files_have_them() -> None:
    assert date_text(NOON) == "2026-11-20T15:00:00.123456"


def test_metadata_says_who_when_and_in_which_job() -> None:
    read = read_metadata({**about("object-detection"), "adjustment-status": "unadjusted"})

    assert (read.job, read.human, read.adjusted) == ("m7", True, False)
    assert read.created is not None


def test_what_is_said_otherwise_than_known_is_not_said() -> None:
    read = read_metadata({"type": 7, "human-annotated": "perhaps", "job-name": [], "x": 1})

    assert read == Metadata("")
    assert read.to_json({}, {})["x"] == 1


def test_a_bare_job_name_stays_bare_when_it_is_written_back() -> None:
    read = read_metadata(about("object-detection", job="m7"))

    assert read.to_json({}, {}) == about("object-detection", job="m7")
    assert Metadata("groundtruth/x", "m7").to_json({}, {})["job-name"] == "labeling-job/m7"
