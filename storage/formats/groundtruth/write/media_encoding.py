"""Pictures and clips of a data set, made from its videos."""

from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from storage.formats.export.request import LabelledVideo
from storage.formats.groundtruth.schema.layout import Medium
from storage.media.clip_encoder import cut_clip
from storage.media.images import ImageKind, picture_bytes
from storage.media.reader import FrameReader
from storage.progress import Progress


def pictures(media: Iterable[Medium], kind: ImageKind) -> Iterator[tuple[Medium, bytes]]:
    """The files of the stills in `media`, one after the other. Raises UserError.

    One video is open at a time.
    """
    reader: FrameReader | None = None
    of: LabelledVideo | None = None
    try:
        for medium in media:
            if reader is None or of is not medium.video:
                if reader is not None:
                    reader.close()
                of = medium.video
                reader = FrameReader(of.video.path, of.table)
            yield medium, picture_bytes(reader.read(medium.clip.first), kind)
    finally:
        if reader is not None:
            reader.close()


def cut(medium: Medium, out: Path) -> Generator[Progress, None, Path]:
    """Write the clip `medium` as the file `out`; yields once a frame. Raises UserError."""
    clip, video = medium.clip, medium.video
    return (yield from cut_clip(video.video.path, video.table, clip.first, clip.stop, out))
