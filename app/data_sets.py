"""Data sets for other programs, of videos of the library: what goes in, the plan, the writing."""

from collections.abc import Iterable

from app.videos import OpenedVideo
from storage.formats.coco import COCO
from storage.formats.cvat import CVAT
from storage.formats.data_set import DataSetFormat
from storage.formats.groundtruth.request import LabelledVideo
from storage.formats.mot import MOT
from storage.formats.soccernet import SOCCERNET
from storage.formats.yolo import YOLO
from storage.library.labels import clips, events
from storage.library.library import Library
from storage.library.tracks import effective_track

DATA_SETS: dict[str, DataSetFormat] = {
    format.name: format for format in (COCO, YOLO, MOT, CVAT, SOCCERNET)
}


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
            tuple(stored.label for stored in events(db, video.fingerprint).values()),
            tuple(stored.label for stored in clips(db, video.fingerprint).values()),
            tuple(ranges),
        )
