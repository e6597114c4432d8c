"""All that has to be read before a video can be reviewed."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from app.gui.review.label_model import LabelState, read_labels
from app.workflows.videos import OpenedVideo, open_video
from storage.library.library import Library
from storage.progress import Progress


@dataclass(frozen=True, eq=False)
class OpenedReview:
    """A video with its frame table and its labels."""

    opened: OpenedVideo
    labels: LabelState


def open_review(library: Library, path: Path) -> Generator[Progress, None, OpenedReview]:
    """Read the video at `path` and its labels; the file is scanned when it is not known yet."""
    opened = yield from open_video(library, path)
    db = library.connect()
    try:
        video = opened.video
        return OpenedReview(opened, read_labels(db, video.fingerprint, video.frames))
    finally:
        db.close()
