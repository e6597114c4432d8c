"""Videos of the library with their labels, for export."""

from collections.abc import Iterable

from app.workflows.videos import OpenedVideo
from storage.formats.export.request import LabelledVideo
from storage.library.labels import clips, event_classes
from storage.library.library import Library
from storage.library.predictions.events import effective_events, event_proposals
from storage.library.predictions.tracks import effective_track


def labelled_video(
    library: Library, opened: OpenedVideo, ranges: Iterable[range] = ()
) -> LabelledVideo:
    """All that the library knows of a video now, and the frames to take of it (none: all)."""
    video = opened.video
    with library.connect() as db:
        return LabelledVideo(
            video,
            opened.table,
            effective_track(db, video.fingerprint, video.frames),
            tuple(effective_events(db, video.fingerprint)),
            tuple(stored.label for stored in clips(db, video.fingerprint).values()),
            tuple(ranges),
            tuple(stored.label for stored in event_classes(db).values()),
            event_proposals(db, video.fingerprint).thresholds,
        )
