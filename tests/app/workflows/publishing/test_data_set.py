import json

import pytest

from app.workflows.publishing.data_set import Published, PublishingPlan, decided_ranges, publish
from app.workflows.videos import OpenedVideo
from storage.cloud.s3.bucket import Bucket
from storage.cloud.s3.location import S3Location
from storage.errors import UserError
from storage.formats.export.tasks import GroundTruthTask
from storage.library.library import Library
from storage.records import BallTrackBuilder, Review, Source
from tests.app.workflows.publishing.conftest import say
from tests.draining import drained

PLAN = PublishingPlan("finals")
POINTER = "groundtruth/finals/manifests/output/output.manifest"


def published(library: Library, place: S3Location, plan: PublishingPlan = PLAN) -> Published:
    return drained(publish(library, place, plan))


def lines(bucket: Bucket) -> list[dict[str, str]]:
    return [json.loads(line) for line in bucket.read(POINTER, 1 << 20).splitlines()]


def test_the_pointer_leads_into_a_whole_revision(
    library: Library, place: S3Location, bucket: Bucket, opened: OpenedVideo
) -> None:
    made = published(library, place)
    root = f"{place.url}/groundtruth/finals"

    assert (made.place, made.new, made.frames) == (root, True, 3)
    for line in lines(bucket):
        address = line["source-ref"]
        assert address.startswith(f"{root}/revisions/{made.revision}/")
        assert bucket.read(address.removeprefix(f"{place.url}/"), 1 << 20)


def test_the_same_labels_are_not_published_twice(
    library: Library, place: S3Location, opened: OpenedVideo
) -> None:
    first, second = published(library, place), published(library, place)

    assert (first.new, second.new) == (True, False)
    assert first.revision == second.revision


def test_a_revision_without_all_of_its_manifests_is_finished(
    library: Library, place: S3Location, bucket: Bucket, opened: OpenedVideo
) -> None:
    for frame in range(12, 34, 2):  # a sequence each, and a manifest takes ten
        say(library, opened, frame)
    work = publish(library, place, PLAN)
    while not any(".manifest" in entry.key for entry in bucket.list("groundtruth/")):
        next(work)
    work.close()

    assert published(library, place).new
    assert len(list(bucket.list("groundtruth/finals/manifests/output/"))) == 2


def test_new_labels_make_a_new_revision_and_the_old_one_stays(
    library: Library, place: S3Location, bucket: Bucket, opened: OpenedVideo
) -> None:
    old = published(library, place)
    before = {entry.key for entry in bucket.list("groundtruth/finals/revisions/")}
    say(library, opened, 20)
    new = published(library, place)

    assert new.revision != old.revision
    assert before < {entry.key for entry in bucket.list("groundtruth/finals/revisions/")}
    assert all(new.revision in line["source-ref"] for line in lines(bucket))


def test_another_way_of_writing_is_another_revision(
    library: Library, place: S3Location, opened: OpenedVideo
) -> None:
    boxes = published(library, place, PublishingPlan("finals", GroundTruthTask.IMAGE_BOXES))

    assert boxes.revision != published(library, place).revision


def test_without_labels_there_is_nothing_to_publish(library: Library, place: S3Location) -> None:
    with pytest.raises(UserError, match="no reviewed labels"):
        published(library, place)


@pytest.mark.parametrize("name", ["", "a/b", "..", "a--b", "-a", "x" * 99])
def test_a_name_is_a_plain_one(name: str) -> None:
    with pytest.raises(UserError, match="not a valid data set name"):
        PublishingPlan(name)


def test_frames_that_nobody_decided_split_the_ranges() -> None:
    track = BallTrackBuilder.empty(10)
    track.source[:] = Source.MODEL
    for frame, review in ((2, 1), (3, 2), (5, Review.REJECTED), (9, 1)):
        track.review[frame], track.source[frame] = review, Source.HUMAN

    assert decided_ranges(track.build()) == [range(2, 4), range(9, 10)]
