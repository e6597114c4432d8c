"""`storage.formats.groundtruth.write.publishing`: data sets straight into a bucket."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storage.cloud.s3.bucket import Bucket
from storage.errors import UserError
from storage.formats.export.request import Exported, GroundTruthRequest, LabelledVideo
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.check.checking import check_ground_truth
from storage.formats.groundtruth.schema.layout import Layout, still
from storage.formats.groundtruth.write.exporting import export, plan
from storage.formats.groundtruth.write.publishing import is_whole, publish
from storage.progress import Progress
from storage.records import BallTrackBuilder, Review, Source
from tests.draining import drained
from tests.storage.formats.groundtruth.videos import FRAMES, NOON

MANIFEST = "manifests/output/output.manifest"
SECOND = "manifests/output/output-2.manifest"


def request(bucket: Bucket, source: LabelledVideo, **more: Any) -> GroundTruthRequest:
    given = {"task": GroundTruthTask.KEYPOINTS, "length": 10}
    return GroundTruthRequest([source], bucket.place, created=NOON, **{**given, **more})


def keys(bucket: Bucket) -> set[str]:
    return {entry.key for entry in bucket.list()}


def fetched(bucket: Bucket, folder: Path) -> Path:
    """A copy of what lies in the bucket."""
    for key in keys(bucket):
        (folder / key).parent.mkdir(parents=True, exist_ok=True)
        (folder / key).write_bytes(bucket.read(key, 1 << 24))
    return folder


def test_a_data_set_in_a_bucket_is_whole_and_points_to_itself(
    tmp_path: Path, bucket: Bucket, source: LabelledVideo
) -> None:
    done = drained(export(request(bucket, source)))

    assert done == Exported(bucket.place.url, (f"{bucket.place.url}/{MANIFEST}",), 20)
    line = json.loads(bucket.read(MANIFEST, 1 << 20).splitlines()[0])
    assert line["source-ref"] == f"{bucket.place.url}/sequences/seq-0001.json"
    report = check_ground_truth(fetched(bucket, tmp_path))
    assert (report.problems, report.labels) == ((), {"ball": 2})


def test_clips_go_the_same_way(bucket: Bucket, source: LabelledVideo) -> None:
    drained(export(request(bucket, source, task=GroundTruthTask.CLIP_CLASSIFICATION)))

    assert keys(bucket) == {
        "clips/0001/000000-000003-serve.mp4",
        "clips/0001/000010-000015-smash.mp4",
        "label-categories.json",
        MANIFEST,
    }


def test_as_many_objects_are_written_as_were_planned(bucket: Bucket, source: LabelledVideo) -> None:
    planned = drained(plan(request(bucket, source)))
    drained(export(request(bucket, source)))

    assert planned.requests == len(keys(bucket)) + 4


def test_what_is_interrupted_has_no_manifest_and_goes_on(
    bucket: Bucket, source: LabelledVideo
) -> None:
    work = export(request(bucket, source))
    for _ in range(18):
        next(work)
    work.close()
    assert MANIFEST not in keys(bucket)
    sent = sum(key.startswith("frames/") for key in keys(bucket))

    steps = list(export(request(bucket, source)))

    assert steps[0].done == sent > 0
    assert MANIFEST in keys(bucket)
    assert "unfinished.txt" not in keys(bucket)


def test_an_interruption_between_two_manifests_is_gone_on_from(
    bucket: Bucket, source: LabelledVideo
) -> None:
    track = BallTrackBuilder.empty(FRAMES)
    track.source[:11], track.review[:11] = Source.HUMAN, Review.ACCEPTED
    # a sequence each, and a manifest takes ten
    long = request(bucket, replace(source, ball=track.build()), length=1)
    work = export(long)
    while not any(bucket.list(MANIFEST)):
        next(work)
    work.close()
    assert SECOND not in keys(bucket)

    drained(export(long))

    assert SECOND in keys(bucket)
    assert "unfinished.txt" not in keys(bucket)


def test_labels_that_changed_during_an_interruption_are_the_new_ones(
    bucket: Bucket, source: LabelledVideo
) -> None:
    labels = "annotations/consolidated-annotation/output/0/SeqLabel.json"
    work = export(request(bucket, source))
    while labels not in keys(bucket):
        next(work)
    work.close()
    moved = replace(source.ball, x=source.ball.x + 1)

    drained(export(request(bucket, replace(source, ball=moved))))

    assert b'"x":11.25' in bucket.read(labels, 1 << 20)


def test_a_published_data_set_is_never_changed(bucket: Bucket, source: LabelledVideo) -> None:
    drained(export(request(bucket, source)))

    with pytest.raises(UserError, match="already contains a data set"):
        drained(export(request(bucket, source, task=GroundTruthTask.IMAGE_BOXES)))


def test_two_data_sets_are_never_mixed(
    bucket: Bucket, source: LabelledVideo, uneven: LabelledVideo
) -> None:
    work = export(request(bucket, source))
    next(work)
    work.close()

    with pytest.raises(UserError, match="another, unfinished data set"):
        drained(export(request(bucket, uneven)))


def test_who_is_faster_publishes_and_the_other_is_told(
    bucket: Bucket, source: LabelledVideo
) -> None:
    ours = request(bucket, source)
    work = export(ours)
    next(work)
    bucket.write_new(MANIFEST, b"theirs")

    with pytest.raises(UserError, match="Someone else has just published"):
        drained(work)
    assert bucket.read(MANIFEST, 100) == b"theirs"


# one layout, published by itself


def layout_of(source: LabelledVideo, frames: int = 2, text: str = "{}") -> Layout:
    """Pictures, one document beside them and one manifest."""

    def documents(address: str) -> Iterator[tuple[str, str]]:
        yield "label-categories.json", text
        yield MANIFEST, json.dumps({"source-ref": f"{address}/frames/0.png"})

    media = [still(f"frames/{frame}.png", source, frame) for frame in range(frames)]
    return Layout(media, documents, labels=frames)


def test_a_layout_is_published_with_its_manifest_last(
    bucket: Bucket, source: LabelledVideo
) -> None:
    done = drained(publish(bucket.place, layout_of(source), "png"))

    assert done == Exported(bucket.place.url, (f"{bucket.place.url}/{MANIFEST}",), 2)
    assert keys(bucket) == {"frames/0.png", "frames/1.png", "label-categories.json", MANIFEST}
    assert bucket.read("frames/0.png", 1 << 20).startswith(b"\x89PNG")


def test_a_bucket_is_whole_when_its_data_set_is(bucket: Bucket, source: LabelledVideo) -> None:
    assert not is_whole(bucket)
    work = publish(bucket.place, layout_of(source), "png")
    while MANIFEST not in keys(bucket):
        next(work)
        assert not is_whole(bucket)
    work.close()
    assert not is_whole(bucket)

    drained(publish(bucket.place, layout_of(source), "png"))
    assert is_whole(bucket)


def test_progress_counts_every_picture_once(bucket: Bucket, source: LabelledVideo) -> None:
    steps = list(publish(bucket.place, layout_of(source, 3), "png"))

    assert steps[:4] == [Progress(done, 3) for done in range(4)]
    assert set(steps[4:]) == {Progress(3, 3)}


def test_pictures_that_are_there_are_not_made_again(bucket: Bucket, source: LabelledVideo) -> None:
    work = publish(bucket.place, layout_of(source), "png")
    next(work)
    work.close()
    bucket.write_new("frames/1.png", b"already there")

    drained(publish(bucket.place, layout_of(source), "png"))

    assert bucket.read("frames/1.png", 100) == b"already there"


def test_a_document_from_before_an_interruption_is_brought_up_to_date(
    bucket: Bucket, source: LabelledVideo
) -> None:
    work = publish(bucket.place, layout_of(source, text="old"), "png")
    while "label-categories.json" not in keys(bucket):
        next(work)
    work.close()

    drained(publish(bucket.place, layout_of(source, text="new"), "png"))

    assert bucket.read("label-categories.json", 100) == b"new"
