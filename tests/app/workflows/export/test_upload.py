"""Exports to S3, against a real server on loopback."""

from pathlib import Path

import pytest

from app.workflows.export.run import discard_export, plan_export, prepare_resume, run_export
from app.workflows.export.upload import stage_for
from storage.cloud.s3.bucket import connect
from storage.cloud.s3.location import S3Location
from storage.formats.export.options import ExportRequest
from storage.library.library import Library
from tests.app.workflows.export.conftest import REVIEWED, Choose, refused
from tests.draining import drained


def keys(place: S3Location) -> list[str]:
    return sorted(entry.key for entry in connect(place).list())


def finished(library: Library, request: ExportRequest, place: S3Location, **more: bool) -> str:
    return drained(run_export(library, request, place, **more)).place


def staged(library: Library) -> list[Path]:
    return [path for path in library.exports.iterdir() if path.name.startswith(".")]


def test_a_data_set_lies_in_the_bucket_and_nowhere_else(
    library: Library, choose: Choose, place: S3Location
) -> None:
    request = choose("coco", folder=place.url, name="set")

    assert finished(library, request, place) == f"{place.url}/set"
    assert keys(place)[0] == "set/annotations/instances.json"
    assert len(keys(place)) == 1 + len(REVIEWED)
    assert staged(library) == []


def test_a_table_is_one_object(library: Library, choose: Choose, place: S3Location) -> None:
    finished(library, choose("csv", folder=place.url, name="a.ball.csv"), place)

    assert keys(place) == ["a.ball.csv"]


def test_ground_truth_is_published_with_its_manifest_last(
    library: Library, choose: Choose, place: S3Location
) -> None:
    finished(library, choose("groundtruth", folder=place.url, name="round"), place)

    assert "round/manifests/output/output.manifest" in keys(place)


@pytest.mark.parametrize(("format", "name"), [("coco", "set"), ("csv", "a.csv")])
def test_what_lies_there_is_never_written_over(
    library: Library, choose: Choose, place: S3Location, format: str, name: str
) -> None:
    request = choose(format, folder=place.url, name=name)
    finished(library, request, place)

    assert "already exists" in refused(run_export(library, request, place)).title


def test_an_interrupted_export_goes_on(library: Library, choose: Choose, place: S3Location) -> None:
    request = choose("coco", folder=place.url, name="set")
    work = run_export(library, request, place)
    while not keys(place):
        next(work)
    work.close()
    assert len(staged(library)) == 1

    finished(library, request, place, resume=True)
    assert len(keys(place)) == 1 + len(REVIEWED)
    assert staged(library) == []


def test_what_was_finished_and_not_sent_is_written_again(
    library: Library, choose: Choose, place: S3Location
) -> None:
    request = choose("csv", folder=place.url, name="a.csv")
    assert not prepare_resume(library, request, place)
    work = run_export(library, request, place)
    while not list(library.exports.rglob("a.csv")):
        next(work)
    work.close()

    assert prepare_resume(library, request, place)
    assert list(library.exports.rglob("a.csv")) == []


def test_what_waits_to_be_sent_can_be_discarded(
    library: Library, choose: Choose, place: S3Location
) -> None:
    request = choose("coco", folder=place.url, name="set")
    work = run_export(library, request, place)
    while not staged(library):
        next(work)
    work.close()

    drained(discard_export(library, request))
    assert staged(library) == []


def test_a_plan_counts_requests_and_asks_nobody(library: Library, choose: Choose) -> None:
    nowhere = S3Location("club-videos", endpoint="http://127.0.0.1:9")
    plan = drained(plan_export(library, choose("yolo", folder=nowhere.url), nowhere))

    assert plan.requests == plan.files == 2 + 2 * len(REVIEWED)


def test_another_export_waits_in_another_folder(library: Library) -> None:
    assert stage_for(library, "a") != stage_for(library, "b")
