"""A labelling job: pictures of a range, a sequence, and an input manifest, sent to S3.

The model's predictions go with it as a label attribute of their own, so that people may adjust them
or label from scratch. `touchline import groundtruth` brings the results back, as proposals where
people have labelled already.
"""

import json
from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import datetime

from app.workflows.export.labelled_video import labelled_video
from app.workflows.videos import OpenedVideo
from storage.cloud.pointers import MOST_BYTES
from storage.cloud.s3.bucket import connect
from storage.cloud.s3.location import S3Location
from storage.formats.export.request import GroundTruthRequest
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.write.exporting import export
from storage.library.library import Library
from storage.progress import Progress

_INPUT = "input.manifest"


@dataclass(frozen=True, slots=True)
class LabellingJob:
    """Addresses for who makes the labelling job."""

    manifest: str  # of pictures or sequences alone: a job that labels anew
    base: tuple[str, ...]  # with what is known: jobs that adjust it
    frames: int


def send_labelling_job(
    library: Library,
    place: S3Location,
    opened: OpenedVideo,
    frames: range,
    created: datetime,
    task: GroundTruthTask = GroundTruthTask.KEYPOINTS,
) -> Generator[Progress, None, LabellingJob]:
    """Send `frames` of a video to a new folder of `place`; its name says video, frames and time.

    Raises UserError.
    """
    stem = "".join(
        char if char.isascii() and char.isalnum() else "-" for char in opened.video.path.stem
    )
    name = (
        f"{stem.strip('-')[:40] or 'video'}-{frames.start}-{frames.stop - 1}-{created:%Y%m%d%H%M%S}"
    )
    parts = (place.prefix, "groundtruth", "jobs", name)
    home = replace(place, prefix="/".join(part for part in parts if part))
    request = GroundTruthRequest(
        [labelled_video(library, opened, [frames])], home, task, created=created, effective=True
    )
    exported = yield from export(request)
    bucket = connect(home)
    lines: list[str] = []
    for address in exported.manifests:
        key = address.removeprefix(f"{home.url}/")
        lines += input_lines(bucket.read(key, MOST_BYTES).decode())
    bucket.write_new(_INPUT, "".join(f"{line}\n" for line in lines).encode())
    return LabellingJob(f"{home.url}/{_INPUT}", exported.manifests, exported.frames)


def input_lines(manifest: str) -> list[str]:
    """The lines of a manifest without what is known already: only what is to be labelled."""
    return [
        json.dumps({"source-ref": json.loads(line)["source-ref"]}, separators=(",", ":"))
        for line in manifest.splitlines()
        if line.strip()
    ]
