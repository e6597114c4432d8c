"""What a data set would cost, before it is written: pictures, bytes, requests."""

from collections.abc import Generator, Sequence

from storage.formats.export.dataset import DataSetFormat, DataSetRequest, Part, Picture, parts_of
from storage.formats.export.request import Plan
from storage.media.images import ImageKind, picture_bytes
from storage.media.reader import FrameReader
from storage.progress import Progress

_SAMPLES = 3  # pictures of a video that are encoded to know what one takes
_MOST_SAMPLES = 12  # of all videos together


def plan_data_set(
    format: DataSetFormat, request: DataSetRequest
) -> Generator[Progress, None, Plan]:
    """What `export_data_set` would write; yields once an encoded sample. Nothing is written.

    Raises UserError as the export does where there is nothing to write.
    """
    yield Progress(0, _MOST_SAMPLES, "samples")
    parts = parts_of(format, request)
    pictures = list(format.pictures(parts, request)) if request.images else []
    sizes = [len(text.encode()) for _, text in format.documents(parts, request)]
    of_pictures = yield from _picture_bytes(pictures, request.images or "jpeg")
    return Plan(
        frames=len(pictures),
        labels=sum(format.wanted(part) for part in parts),
        bytes=sum(sizes) + of_pictures,
        requests=len(pictures) + len(sizes),
        sequences=0,
        manifests=0,
    )


def _picture_bytes(pictures: Sequence[Picture], kind: ImageKind) -> Generator[Progress, None, int]:
    """What all pictures take together, after a few of each video."""
    by_part: dict[str, list[Picture]] = {}
    for picture in pictures:
        by_part.setdefault(picture.part.name, []).append(picture)
    each = max(1, min(_SAMPLES, _MOST_SAMPLES // max(1, len(by_part))))
    total, done, mean = 0.0, 0, 0.0
    for looked_at, mine in enumerate(by_part.values()):
        if looked_at < _MOST_SAMPLES:
            step = max(1, len(mine) // each)
            frames = [picture.frame for picture in mine[step // 2 :: step][:each]]
            sizes = []
            for size in _sample(mine[0].part, frames, kind):
                sizes.append(size)
                done += 1
                yield Progress(min(done, _MOST_SAMPLES), _MOST_SAMPLES, "samples")
            mean = sum(sizes) / len(sizes)
        total += mean * len(mine)  # of further videos the last one speaks
    return round(total)


def _sample(part: Part, frames: Sequence[int], kind: ImageKind) -> Generator[int, None, None]:
    with FrameReader(part.video.path, part.table) as reader:
        for frame in frames:
            yield len(picture_bytes(reader.read(frame), kind))
