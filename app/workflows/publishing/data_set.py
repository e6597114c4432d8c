"""A Ground Truth data set of all human labels, published in revisions.

    <prefix>/groundtruth/<name>/revisions/<id>/…      whole data sets, never changed
    <prefix>/groundtruth/<name>/manifests/output/…    the manifests of the newest one

The id of a revision follows from the labels and from how they are written, so that two machines
with the same labels publish the same revision, and nothing is published twice.
"""

import hashlib
import json
import re
from collections.abc import Generator, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

import numpy as np

from app.workflows.export.labelled_video import labelled_video
from app.workflows.videos import OpenedVideo, open_video
from storage.cloud.pointers import MOST_BYTES, point
from storage.cloud.s3.bucket import Bucket, connect
from storage.cloud.s3.errors import Missing
from storage.cloud.s3.location import S3Location
from storage.errors import UserError
from storage.formats.export.request import GroundTruthRequest, LabelledVideo
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.write.exporting import export
from storage.formats.groundtruth.write.publishing import is_whole
from storage.library.labels import labels_digest
from storage.library.library import Library
from storage.library.videos import recent_videos
from storage.progress import Progress, drained
from storage.records import DECIDED, BallTrack, Source

WHEN = ("on demand", "after each review")
_NAME = re.compile(r"[A-Za-z0-9](-?[A-Za-z0-9]){0,40}")
_MANIFESTS = "manifests/"
_OF_THE_BALL = (
    GroundTruthTask.KEYPOINTS,
    GroundTruthTask.OBJECT_TRACKING,
    GroundTruthTask.OBJECT_DETECTION,
    GroundTruthTask.IMAGE_BOXES,
)


@dataclass(frozen=True, slots=True)
class PublishingPlan:
    """What is to be published, and when. Raises UserError for a name that cannot be one."""

    name: str
    task: GroundTruthTask = GroundTruthTask.KEYPOINTS
    every: int = 1
    png: bool = False
    when: str = WHEN[0]

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise UserError(
                f"{self.name[:60]!r} is not a valid data set name.",
                "Use letters, digits and single hyphens, such as final-2026.",
            )


@dataclass(frozen=True, slots=True)
class Published:
    """A revision, and whether it is a new one."""

    place: str  # address of the data set
    revision: str
    new: bool
    frames: int  # of the pictures that were made for it
    unconditional: bool  # the server keeps no conditions: only one publisher at a time is safe


def publish(
    library: Library, place: S3Location, plan: PublishingPlan
) -> Generator[Progress, None, Published]:
    """Publish the human labels of the library's videos whose files are here.

    The revision first, then what points to it. What is interrupted goes on next time. Raises
    UserError if there are no human labels yet, or disk or bucket refuse.
    """
    videos = yield from _reviewed(library)
    id, newest = _revision(library, videos, plan)
    root = replace(place, prefix=_below(place, "groundtruth", plan.name))
    home = replace(root, prefix=_below(root, "revisions", id))
    revision, frames = connect(home), 0
    new = not is_whole(revision)
    if new:
        request = GroundTruthRequest(
            [_chosen(library, video, plan.task) for video in videos],
            home,
            plan.task,
            created=newest,
            every=plan.every,
            images="png" if plan.png else "jpeg",
        )
        frames = (yield from export(request)).frames
    pointers = connect(root)
    for key in _manifests(revision):
        point(pointers, key, revision.read(key, MOST_BYTES))
    unconditional = pointers.conditional is False
    return Published(root.url, id, new, frames, unconditional)


def _reviewed(library: Library) -> Generator[Progress, None, list[OpenedVideo]]:
    """The videos with labels of people whose files are where they were."""
    with library.connect() as db:
        videos = [summary.video for summary in recent_videos(db)]
        labelled = [video for video in videos if labels_digest(db, video.fingerprint) is not None]
    opened = []
    for number, video in enumerate(sorted(labelled, key=lambda video: video.fingerprint)):
        yield Progress(number, len(labelled))
        if video.path.is_file():
            opened.append(drained(open_video(library, video.path)))
    if not opened:
        raise UserError(
            "There are no reviewed labels to publish.",
            "Review a video first; its file must be on this computer.",
        )
    return opened


def _revision(
    library: Library, videos: Iterable[OpenedVideo], plan: PublishingPlan
) -> tuple[str, datetime]:
    """The id that labels and plan lead to, and when the newest label was made."""
    digests, newest = [], datetime(1980, 1, 1, tzinfo=UTC)
    with library.connect() as db:
        for opened in videos:
            fingerprint = opened.video.fingerprint
            if (labels := labels_digest(db, fingerprint)) is not None:
                digests.append([fingerprint, labels.digest])
                newest = max(newest, labels.newest)
    options = {name: value for name, value in asdict(plan).items() if name not in ("name", "when")}
    text = json.dumps([digests, options], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20], newest


def _chosen(library: Library, opened: OpenedVideo, task: GroundTruthTask) -> LabelledVideo:
    """The frames that people have decided; events and clips wherever they are."""
    labelled = labelled_video(library, opened)
    if task not in _OF_THE_BALL:
        return labelled
    return replace(labelled, ranges=tuple(decided_ranges(labelled.ball)))


def decided_ranges(track: BallTrack) -> list[range]:
    """Runs of frames in which a person has accepted or said where the ball is, or that it is not.

    A frame between them that nobody has looked at would be taken for one without a ball.
    """
    decided = np.isin(track.review, DECIDED) & (track.source != Source.NONE)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], decided.astype(np.int8), [0]])))
    return [range(int(first), int(stop)) for first, stop in edges.reshape(-1, 2)]


def _manifests(bucket: Bucket) -> list[str]:
    try:
        return sorted(entry.key for entry in bucket.list(_MANIFESTS))
    except Missing:
        return []


def _below(place: S3Location, *parts: str) -> str:
    return "/".join(part for part in (place.prefix, *parts) if part)
