import json
from datetime import UTC, datetime

from app.workflows.publishing.labelling_job import input_lines, send_labelling_job
from app.workflows.videos import OpenedVideo
from storage.cloud.s3.bucket import Bucket
from storage.cloud.s3.location import S3Location
from storage.library.library import Library
from tests.draining import drained

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_span_is_sent_with_a_manifest_for_the_job(
    library: Library, place: S3Location, bucket: Bucket, opened: OpenedVideo
) -> None:
    sent = drained(send_labelling_job(library, place, opened, range(2, 12), NOW))
    manifest = bucket.read(sent.manifest.removeprefix(f"{place.url}/"), 1 << 20)
    [line] = [json.loads(line) for line in manifest.splitlines()]
    sequence = json.loads(bucket.read(line["source-ref"].removeprefix(f"{place.url}/"), 1 << 20))

    assert sent.manifest == f"{place.url}/groundtruth/jobs/clip-2-11-20260102030405/input.manifest"
    assert set(line) == {"source-ref"}
    assert (sequence["number-of-frames"], sent.frames) == (10, 10)


def test_what_the_model_says_goes_along_to_be_adjusted(
    library: Library, place: S3Location, bucket: Bucket, opened: OpenedVideo
) -> None:
    sent = drained(send_labelling_job(library, place, opened, range(2, 12), NOW))
    [base] = sent.base
    line = json.loads(bucket.read(base.removeprefix(f"{place.url}/"), 1 << 20))

    assert len(line) == 3


def test_bare_lines_say_only_what_is_to_be_labelled() -> None:
    manifest = '{"source-ref":"s3://b/1.json","ball-ref":"x","ball-ref-metadata":{}}\n\n'

    assert input_lines(manifest) == ['{"source-ref":"s3://b/1.json"}']
