"""The videos of an export: which ones there are, and all that is known of those chosen."""

from collections.abc import Generator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from app.workflows.export.labelled_video import labelled_video
from app.workflows.videos import OpenedVideo, open_video
from storage.errors import UserError
from storage.formats.export.options import ExportChoice, ExportVideo, Span
from storage.formats.export.request import LabelledVideo
from storage.library.labels import clips, events
from storage.library.library import Library
from storage.library.videos import recent_videos, video
from storage.progress import Progress, map_steps
from storage.records import BallTrack, Review


def videos_to_export(library: Library) -> Generator[None, None, list[ExportVideo]]:
    """Every video of the library that was ever opened, the last one first."""
    yield
    found = []
    with library.connect() as db:
        for summary in recent_videos(db):
            each = summary.video
            if summary.opened is not None:
                names = {stored.label.name for stored in events(db, each.fingerprint).values()}
                found.append(
                    ExportVideo(
                        each.fingerprint,
                        each.path.name,
                        str(each.path.parent),
                        each.frames,
                        summary.reviewed,
                        len(clips(db, each.fingerprint)),
                        tuple(sorted(names)),
                        missing=not each.path.is_file(),
                    )
                )
    return found


def chosen_videos(
    library: Library, choice: ExportChoice
) -> Generator[Progress, None, list[LabelledVideo]]:
    """The chosen videos with their labels as they are now, and the frames to take of each.

    Videos without such frames are left out. UserError if a file is gone, or none is left.
    """
    if choice.classes is not None and not choice.classes:
        raise UserError("No kind of event is chosen.", "Tick one or more.")
    found = []
    for fingerprint in choice.videos:
        opened = yield from _opened(library, fingerprint)
        labelled = labelled_video(library, opened)
        if ranges := _ranges(choice, labelled):
            found.append(replace(labelled, ranges=tuple(ranges)))
    if found:
        return found
    raise _nothing(choice)


def _opened(library: Library, fingerprint: str) -> Generator[Progress, None, OpenedVideo]:
    with library.connect() as db:
        known = video(db, fingerprint)
    if known is None:
        raise UserError("A video is not in the library any more.", "Choose another one.")
    path = known.path
    if not path.is_file():
        raise UserError(f"{path.name} is not in {path.parent} any more.", "Open it from its place.")
    return (
        yield from map_steps(
            open_video(library, path), lambda step: Progress(0, max(1, step.total))
        )
    )


def _ranges(choice: ExportChoice, labelled: LabelledVideo) -> list[range]:
    if choice.span == Span.MARKED:
        return [choice.marked] if choice.marked else []
    if choice.span == Span.REVIEWED:
        return reviewed_spans(labelled.ball)
    if choice.span == Span.CLIPS:
        return [range(clip.first, clip.stop) for clip in labelled.clips]
    return [range(len(labelled.table))]


def reviewed_spans(track: BallTrack) -> list[range]:
    """The stretches of frames whose ball a person has decided, rejected ones among them."""
    decided = np.concatenate([[False], track.review != Review.UNREVIEWED, [False]])
    edges = np.flatnonzero(decided[1:] != decided[:-1]).tolist()
    return [range(first, stop) for first, stop in list(pairwise(edges))[::2]]


def _nothing(choice: ExportChoice) -> UserError:
    if not choice.videos:
        return UserError("No video is chosen.", "Tick one or more.")
    said = {
        Span.MARKED: ("No range is marked.", "Mark in and out first, or take whole videos."),
        Span.REVIEWED: (
            "Nothing is reviewed yet.",
            "Accept or correct some frames first, or take whole videos.",
        ),
        Span.CLIPS: ("No clip is kept yet.", "Keep some first, or take whole videos."),
        Span.WHOLE: ("There is nothing to export.", "Choose another video."),
    }
    return UserError(*said[choice.span])
