"""Writing a Ground Truth data set: what it would cost, and doing it."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.cloud.s3.location import S3Location
from storage.files import plain_write_errors
from storage.formats.export.exporter import Planning, Videos, Writing
from storage.formats.export.options import ExportRequest
from storage.formats.export.request import Exported, ExportEstimate, GroundTruthRequest
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.schema.layout import MANIFESTS, Layout, Medium
from storage.formats.groundtruth.write.clips import clips_layout
from storage.formats.groundtruth.write.corrections import corrections_layout
from storage.formats.groundtruth.write.media_encoding import cut, pictures
from storage.formats.groundtruth.write.pictures import boxes_layout, events_layout
from storage.formats.groundtruth.write.publishing import publish
from storage.formats.groundtruth.write.sequences import sequences_layout
from storage.progress import Progress
from storage.records import Clip
from storage.resumable_folder import already_written, keep_only, resumable_folder, write_once

_LAYOUTS: dict[GroundTruthTask, Callable[[GroundTruthRequest], Layout]] = {
    GroundTruthTask.OBJECT_TRACKING: sequences_layout,
    GroundTruthTask.OBJECT_DETECTION: sequences_layout,
    GroundTruthTask.KEYPOINTS: sequences_layout,
    GroundTruthTask.IMAGE_BOXES: boxes_layout,
    GroundTruthTask.IMAGE_CLASSIFICATION: events_layout,
    GroundTruthTask.IMAGE_MULTI_LABEL: events_layout,
    GroundTruthTask.CLIP_CLASSIFICATION: clips_layout,
}
_SAMPLES = 6  # pictures that are made to guess the size of all
_SAMPLE_CLIPS = 2
_SAMPLE_FRAMES = 25  # of each clip
_PART = 8 << 20  # bytes of an upload's part; smaller files take one request
_OTHER_REQUESTS = 4  # of an upload: looking what is there, marking it as unfinished and whole


def plan(request: GroundTruthRequest) -> Generator[Progress, None, ExportEstimate]:
    """What `export` would write, without writing anything; makes a few pictures as a sample.

    Raises UserError as `export` does where there is nothing to write.
    """
    layout = yield from _laid_out(request)
    documents = {place: len(text.encode()) for place, text in layout.documents(request.address)}
    media = yield from _media_size(layout.media, request)
    return ExportEstimate(
        frames=layout.frames,
        labels=layout.labels,
        bytes=media + sum(documents.values()),
        files=len(documents) + len(layout.media),
        requests=len(documents) + _requests(layout.media, media) + _OTHER_REQUESTS,
        sequences=layout.sequences,
        manifests=sum(place.startswith(MANIFESTS) for place in documents),
    )


def export(request: GroundTruthRequest) -> Generator[Progress, None, Exported]:
    """Write the data set of `request`; yields once a frame.

    What is interrupted stays: in a folder as NAME.part, in S3 without a manifest. The same request
    goes on there. Raises UserError if there is nothing to write, the place is taken, or disk or
    bucket refuse.
    """
    layout = yield from _laid_out(request)
    if isinstance(request.out, S3Location):
        return (yield from publish(request.out, layout, request.images))
    return (yield from _write(request.out, layout, request))


@dataclass(frozen=True, slots=True)
class GroundTruthExporter:
    """The Exporter of Ground Truth data sets: into folders, and straight into buckets."""

    def is_file(self, request: ExportRequest) -> bool:
        """A data set is a folder."""
        return False

    def plan(self, videos: Videos, request: ExportRequest) -> Planning:
        """What `export` would write."""
        return plan(_request(videos, request, Path(request.name)))

    def export(self, videos: Videos, request: ExportRequest, out: Path) -> Writing:
        """Write the data set into a new folder; clips in it are not told."""
        yield from export(_request(videos, request, out))
        return ()

    def publish(self, videos: Videos, request: ExportRequest, location: S3Location) -> Writing:
        """Write the data set under `location`, where no data set lies yet."""
        yield from export(_request(videos, request, location))
        return ()


GROUND_TRUTH = GroundTruthExporter()


def _request(videos: Videos, request: ExportRequest, out: Path | S3Location) -> GroundTruthRequest:
    more = request.ground_truth
    return GroundTruthRequest(
        videos,
        out,
        GroundTruthTask(request.task or GroundTruthTask.KEYPOINTS),
        datetime.now(UTC),
        classes=request.classes or frozenset(),
        every=request.every,
        images=request.image_kind or "jpeg",
        effective=request.effective,
        attribute=more.attribute,
        job=more.job,
        prefix=more.prefix,
        radius=int(request.size) // 2,
        around=more.around,
        length=more.length,
        onto=more.onto,
    )


def _laid_out(request: GroundTruthRequest) -> Generator[Progress, None, Layout]:
    if request.onto is not None:
        return (yield from corrections_layout(request, request.onto))
    return _LAYOUTS[request.task](request)


def _write(
    out: Path, layout: Layout, request: GroundTruthRequest
) -> Generator[Progress, None, Exported]:
    with resumable_folder(out, layout.work()) as folder:
        yield from _write_media(folder, layout, request)
        documents = dict(layout.documents(request.address))
        for place, text in documents.items():
            write_once(folder / place, text.encode())
        keep_only(folder, {*documents, *(medium.place for medium in layout.media)})
    paths = (str(out / place) for place in documents if place.startswith(MANIFESTS))
    return Exported(str(out), tuple(paths), layout.frames)


def _write_media(
    folder: Path, layout: Layout, request: GroundTruthRequest
) -> Generator[Progress, None, None]:
    missing = [medium for medium in layout.media if not already_written(folder / medium.place)]
    total = layout.frames
    done = total - sum(medium.frames for medium in missing)
    yield Progress(done, total)
    stills = (medium for medium in missing if medium.still)
    for medium, data in pictures(stills, request.images):
        write_once(folder / medium.place, data)
        done += medium.frames
        yield Progress(done, total)
    for medium in (medium for medium in missing if not medium.still):
        path = folder / medium.place
        with plain_write_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        for step in cut(medium, path):
            yield Progress(done + step.done, total)
        done += medium.frames


def _media_size(
    media: Sequence[Medium], request: GroundTruthRequest
) -> Generator[Progress, None, int]:
    """Bytes of all pictures and clips, guessed from a few of them."""
    stills = _spread([medium for medium in media if medium.still], _SAMPLES)
    sizes, frames = 0, 0
    yield Progress(0, len(stills), "samples")
    for _, data in pictures(stills, request.images):
        sizes, frames = sizes + len(data), frames + 1
        yield Progress(frames, len(stills), "samples")
    with TemporaryDirectory() as folder:
        for medium in _spread([medium for medium in media if not medium.still], _SAMPLE_CLIPS):
            sample = _beginning(medium)
            path = Path(folder, "sample.mp4")
            yield from cut(sample, path)
            sizes, frames = sizes + path.stat().st_size, frames + sample.frames
    return round(sizes / max(frames, 1) * sum(medium.frames for medium in media))


def _beginning(medium: Medium) -> Medium:
    first, stop = medium.clip.first, min(medium.clip.stop, medium.clip.first + _SAMPLE_FRAMES)
    return Medium(medium.place, medium.video, Clip(first, stop, ""), still=False)


def _spread(media: Sequence[Medium], most: int) -> list[Medium]:
    """Up to `most` of `media`, from all over it, in order."""
    count = min(most, len(media))
    return [media[(2 * place + 1) * len(media) // (2 * count)] for place in range(count)]


def _requests(media: Sequence[Medium], size: int) -> int:
    """Requests of an upload: files of several parts take one each, and two more."""
    frames = max(1, sum(medium.frames for medium in media))
    total = 0
    for medium in media:
        parts = -(-size * medium.frames // (frames * _PART))
        total += parts + 2 if parts > 1 else 1
    return total
