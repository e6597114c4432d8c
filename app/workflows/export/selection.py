"""The videos of an export: which ones there are, and all that is known of those chosen."""

from collections.abc import Generator, Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np

from app.workflows.export.labelled_video import labelled_video
from app.workflows.videos import OpenedVideo, open_video
from storage.errors import UserError
from storage.formats.entry.export_format import Span
from storage.formats.export.options import ExportRequest, ExportVideo
from storage.formats.export.request import LabelledVideo
from storage.library.labels import clips
from storage.library.library import Library
from storage.library.predictions.events import effective_events
from storage.library.videos import VideoSummary, recent_videos, video
from storage.progress import Progress, map_steps
from storage.records import BallTrack, Review

_NOTHING = {
    Span.RANGES: ("There is no range.", "Mark in and out first, or take whole videos."),
    Span.REVIEWED: (
        "Nothing has been reviewed yet.",
        "Accept or correct some frames first, or take whole videos.",
    ),
    Span.CLIPS: ("There are no clips yet.", "Keep some first, or choose the frames to export."),
    Span.WHOLE: ("There is nothing to export.", "Choose another video."),
}


def videos_to_export(library: Library) -> Generator[None, None, list[ExportVideo]]:
    """The videos of the library that were ever opened, latest first."""
    yield
    with library.connect() as db:
        return [
            _export_video(
                summary,
                [event.name for event in effective_events(db, summary.video.fingerprint)],
                len(clips(db, summary.video.fingerprint)),
            )
            for summary in recent_videos(db)
            if summary.opened is not None
        ]


def _export_video(summary: VideoSummary, names: Iterable[str], kept: int) -> ExportVideo:
    video = summary.video
    return ExportVideo(
        video.fingerprint,
        video.path.name,
        str(video.path.parent),
        video.frames,
        summary.reviewed,
        kept,
        tuple(sorted(set(names))),
        missing=not video.path.is_file(),
    )


def chosen_videos(
    library: Library, request: ExportRequest
) -> Generator[Progress, None, list[LabelledVideo]]:
    """The chosen videos with their labels as they are now, and the frames to take of each.

    Videos without such frames are left out. UserError if a file is gone, or none is left.
    """
    if request.classes is not None and not request.classes:
        raise UserError("No event is chosen.", "Tick one or more.")
    videos = []
    for fingerprint in request.videos:
        opened = yield from _opened(library, fingerprint)
        labelled = labelled_video(library, opened)
        sure = tuple(
            event for event in labelled.events if request.is_sure(event, labelled.thresholds)
        )
        if ranges := _ranges(request, labelled):
            videos.append(replace(labelled, ranges=tuple(ranges), events=sure))
    if videos:
        return videos
    raise _nothing(request)


def _opened(library: Library, fingerprint: str) -> Generator[Progress, None, OpenedVideo]:
    with library.connect() as db:
        stored = video(db, fingerprint)
    if stored is None:
        raise UserError("A video is no longer in the library.", "Choose another one.")
    path = stored.path
    if not path.is_file():
        raise UserError(f"{path.name} is no longer in {path.parent}.", "Open it where it is now.")
    return (
        yield from map_steps(
            open_video(library, path), lambda step: Progress(0, max(1, step.total))
        )
    )


def _ranges(request: ExportRequest, labelled: LabelledVideo) -> list[range]:
    if request.span == Span.RANGES:
        return list(request.ranges)
    if request.span == Span.REVIEWED:
        return reviewed_ranges(labelled.ball)
    if request.span == Span.CLIPS:
        return [range(clip.first, clip.stop) for clip in labelled.clips]
    return [range(len(labelled.table))]


def reviewed_ranges(track: BallTrack) -> list[range]:
    """The ranges of frames whose ball a person has decided, rejected ones among them."""
    decided = np.concatenate([[False], track.review != Review.UNREVIEWED, [False]])
    edges = np.flatnonzero(decided[1:] != decided[:-1]).tolist()
    return [range(first, stop) for first, stop in list(pairwise(edges))[::2]]


def _nothing(request: ExportRequest) -> UserError:
    if not request.videos:
        return UserError("No video is chosen.", "Tick one or more.")
    return UserError(*_NOTHING[request.span])
