"""Data sets for other programs, of videos of the library: what goes in, the plan, the writing."""

from collections.abc import Iterable

from app.workflows.videos import OpenedVideo
from storage.formats.coco.write import COCO
from storage.formats.cvat.write import CVAT
from storage.formats.export.dataset import DataSetFormat
from storage.formats.export.request import LabelledVideo
from storage.formats.mot.write import MOT
from storage.formats.soccernet.write import SOCCERNET
from storage.formats.yolo.write import YOLO
from storage.library.labels import clips, events
from storage.library.library import Library
from storage.library.predictions.tracks import effective_track

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
