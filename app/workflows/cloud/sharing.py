"""Sharing a clip: cut, uploaded, and a link that works without a login. No Qt."""

from collections.abc import Generator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from app.workflows.export.clips import clip_name
from app.workflows.videos import OpenedVideo
from storage.cloud.s3.bucket import Bucket
from storage.cloud.s3.presign import Link, link
from storage.cloud.transfer.transfers import Upload, upload
from storage.foreign_text import one_line
from storage.media.clip_encoder import cut_clip
from storage.progress import Progress
from storage.records import Clip

CLIPS = "clips"  # the folder of the place; its clips may be removed again
WARNING = (
    "Until then, anyone with this link can download the clip without a login, and share the link. "
    "To revoke it, remove the clip from the bucket."
)


def share_clip(
    opened: OpenedVideo,
    clip: Clip,
    bucket: Bucket,
    lasting: timedelta,
    scratch: Path,
    memory: Path | None = None,
    bytes_per_second: int | None = None,
) -> Generator[Progress, None, Link]:
    """Cut `clip`, exact to the frame, send it, and sign a link. `scratch` holds it meanwhile.

    Raises UserError. Cancelled or failed, no link is given and the clip's file is removed.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=scratch, prefix="share-") as folder:
        path = Path(folder) / f"{clip_name(opened.video, clip)}.mp4"
        with closing(
            cut_clip(opened.video.path, opened.table, clip.first, clip.stop, path)
        ) as work:
            for step in work:
                yield Progress(500 * step.done // max(1, step.total), 1000, "")
        return (yield from share_file(path, bucket, lasting, memory, bytes_per_second))


def share_file(
    path: Path,
    bucket: Bucket,
    lasting: timedelta,
    memory: Path | None = None,
    bytes_per_second: int | None = None,
) -> Generator[Progress, None, Link]:
    """Send a file and sign a link to it. Raises UserError."""
    # a name that cannot be guessed from another link
    key = f"{CLIPS}/{uuid4().hex}/{_plain(path.name)}"
    with closing(upload(bucket, [Upload(path, key)], memory, bytes_per_second)) as work:
        for step in work:
            yield Progress(500 + 500 * step.done // max(1, step.total), 1000, "")
    return link(bucket, key, lasting)


def link_text(link: Link) -> str:
    """Until when a link works, and what to know of it."""
    until = f"It works until {link.ends.astimezone():%d %B %Y, %H:%M}."
    if link.temporary:
        until += " Your AWS login is temporary, and the link expires with it, often within hours."
    return f"{until} {WARNING}"


def _plain(name: str) -> str:
    return one_line(name).replace("\ufffd", "_").replace("\\", "_")[:150]
