"""A data set straight into a bucket: pictures first, what points to them after, manifests last.

Nothing is overwritten. An interrupted data set is marked as unfinished and lacks manifests, so that
it is not taken for a whole one. It can be resumed, since names of files follow from what they show.
"""

import hashlib
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.cloud.s3.bucket import Bucket, connect
from storage.cloud.s3.errors import Missing
from storage.cloud.s3.location import S3Location
from storage.cloud.transfer.transfers import Upload, upload
from storage.errors import UserError
from storage.formats.export.request import Exported
from storage.formats.groundtruth.schema.layout import MANIFESTS, Layout
from storage.formats.groundtruth.write.media_encoding import cut, pictures
from storage.media.images import ImageKind
from storage.progress import Progress

_MARK = "unfinished.txt"  # names the data set that is being written there
_AT_ONCE = 8  # uploads
_MAX_MARK = 1000  # bytes


def publish(
    place: S3Location, layout: Layout, images: ImageKind
) -> Generator[Progress, None, Exported]:
    """Write the data set to `place`; yields once a frame. Raises UserError.

    Refused where another data set lies, whole or unfinished.
    """
    bucket = connect(place)
    _begin(bucket, hashlib.sha256(layout.work().encode()).hexdigest())
    there = {entry.key for entry in bucket.list() if entry.size}
    yield from _send_media(bucket, layout, images, there)
    for key, text in layout.documents(place.url):
        if key.startswith(MANIFESTS):
            _send_manifest(bucket, key, text.encode())
        else:
            _send_document(bucket, key, text.encode())
        yield Progress(layout.frames, layout.frames)
    bucket.delete(_MARK)
    keys = [entry.key for entry in bucket.list(MANIFESTS)]
    return Exported(place.url, tuple(f"{place.url}/{key}" for key in sorted(keys)), layout.frames)


def is_whole(bucket: Bucket) -> bool:
    """Whether a data set lies there that nobody has still to finish. Raises UserError."""
    return _work_in(bucket) is None and _has_manifests(bucket)


def _begin(bucket: Bucket, work: str) -> None:
    begun = _work_in(bucket)
    if begun is None and _has_manifests(bucket):
        raise UserError(
            f"{bucket.place.url} already contains a data set.",
            "Choose another prefix: a published data set is never changed.",
        )
    if begun is None:
        bucket.write_new(_MARK, work.encode())
    elif begun != work:
        raise UserError(
            f"{bucket.place.url} contains another, unfinished data set.",
            "Choose another prefix, or remove the unfinished one.",
        )


def _work_in(bucket: Bucket) -> str | None:
    """The data set that was begun there and not finished."""
    try:
        return bucket.read(_MARK, _MAX_MARK).decode(errors="replace")
    except Missing:
        return None


def _has_manifests(bucket: Bucket) -> bool:
    return any(True for _ in bucket.list(MANIFESTS))


def _send_media(
    bucket: Bucket, layout: Layout, images: ImageKind, there: set[str]
) -> Generator[Progress, None, None]:
    missing = [medium for medium in layout.media if medium.place not in there]
    total = layout.frames
    done = total - sum(medium.frames for medium in missing)
    yield Progress(done, total)
    with _uploads(bucket) as uploads:
        for medium, data in pictures((medium for medium in missing if medium.still), images):
            uploads.send(medium.place, data)
            done += medium.frames
            yield Progress(done, total)
    with TemporaryDirectory() as folder:
        for medium in (medium for medium in missing if not medium.still):
            path = Path(folder, "clip.mp4")
            for step in cut(medium, path):
                yield Progress(done + step.done, total)
            done += medium.frames
            for _ in upload(bucket, [Upload(path, medium.place)]):
                yield Progress(done, total)


class _Uploads:
    """Sends objects in a few threads; holds no more than these in memory."""

    def __init__(self, bucket: Bucket, pool: ThreadPoolExecutor) -> None:
        self._bucket = bucket
        self._pool = pool
        self._running: set[Future[bool]] = set()

    def send(self, key: str, data: bytes) -> None:
        """Send an object; waits for an earlier one where too many are on their way."""
        while len(self._running) >= _AT_ONCE:
            self._settle()
        self._running.add(self._pool.submit(self._bucket.write_new, key, data))

    def finish(self) -> None:
        """Wait for all."""
        while self._running:
            self._settle()

    def _settle(self) -> None:
        done, self._running = wait(self._running, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()


@contextmanager
def _uploads(bucket: Bucket) -> Iterator[_Uploads]:
    bucket.client  # noqa: B018  # made in this thread: boto3's sessions are not for several
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="upload") as pool:
        try:
            uploads = _Uploads(bucket, pool)
            yield uploads
            uploads.finish()
        finally:
            pool.shutdown(cancel_futures=True)


def _send_document(bucket: Bucket, key: str, data: bytes) -> None:
    """Write a document; one from before an interruption is brought up to date."""
    try:
        there = bucket.fetch(key, len(data) + (1 << 20))
    except Missing:
        bucket.write_new(key, data)
        return
    if there.data != data:
        bucket.replace(key, data, there.etag)


def _send_manifest(bucket: Bucket, key: str, data: bytes) -> None:
    """Publish: from here on the data set is there. Nobody else's is replaced."""
    if bucket.replace(key, data, None) is None and bucket.read(key, len(data)) != data:
        raise UserError(
            f"Someone else has just published a data set in {bucket.place.url}.",
            "Choose another prefix.",
        )
