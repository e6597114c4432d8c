"""Exports of a video's labels and pictures, each as work with progress: no Qt, any thread."""

import re
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.workflows.videos import OpenedVideo
from storage.errors import UserError
from storage.formats.common.ball_rows import ball_rows
from storage.formats.tables.ball_csv import write_ball_csv
from storage.formats.tables.events_csv import write_events_csv
from storage.formats.tables.tracknet_csv import write_tracknet_csv
from storage.library.labels import clips, events
from storage.library.library import Library
from storage.library.predictions.tracks import effective_track
from storage.media.clip_encoder import cut_clip
from storage.media.remux import fast_copy
from storage.progress import Progress, part_of
from storage.records import BallRow, BallTrack, Clip, Source, Video

_NAME = 60  # characters of a clip's name in the name of its file


@dataclass(frozen=True, slots=True)
class WrittenClip:
    """A clip on disk: frames `[first, stop)` of the video are really in it."""

    clip: Clip
    path: Path
    first: int
    stop: int


def known_ball(library: Library, video: Video) -> BallTrack:
    """The effective ball of the video. UserError if nobody and nothing has looked for it."""
    with library.connect() as db:
        track = effective_track(db, video.fingerprint, video.frames)
    if not (track.source != Source.NONE).any():
        raise UserError(
            f"There is nothing known of the ball in {video.path.name} yet.",
            "Analyse the video, label some frames or import labels first.",
        )
    return track


def export_ball_csv(
    library: Library, opened: OpenedVideo, out: Path
) -> Generator[Progress, None, Path]:
    """Write the effective ball of every frame that was looked at as `out`."""
    return (yield from _table(library, opened, out, write_ball_csv))


def export_tracknet_csv(
    library: Library, opened: OpenedVideo, out: Path
) -> Generator[Progress, None, Path]:
    """Write the effective ball as TrackNet programs read it."""

    def write(path: Path, rows: Sequence[BallRow]) -> None:
        write_tracknet_csv(path, rows, lambda frame: float(opened.table.times[frame]))

    return (yield from _table(library, opened, out, write))


def export_events_csv(
    library: Library, opened: OpenedVideo, out: Path
) -> Generator[Progress, None, Path]:
    """Write the video's events as `out`; the header alone while there are none."""
    keep_source(opened.video, out)
    yield Progress(0, opened.video.frames)
    with library.connect() as db:
        found = [stored.label for stored in events(db, opened.video.fingerprint).values()]
    write_events_csv(out, found)
    return out


def clips_to_write(
    library: Library, video: Video, ranges: Iterable[range] | None = None
) -> list[Clip]:
    """Nameless clips of `ranges`, or else the video's own. UserError if it has none."""
    if ranges:
        return [Clip(frames.start, frames.stop, "") for frames in ranges]
    with library.connect() as db:
        found = [stored.label for stored in clips(db, video.fingerprint).values()]
    if not found:
        raise UserError(
            f"{video.path.name} has no clips yet.", "Mark some, or name the frames to cut out."
        )
    return found


def export_clips(
    opened: OpenedVideo, wanted: Sequence[Clip], folder: Path, fast: bool = False
) -> Generator[Progress, None, list[WrittenClip]]:
    """Write each clip as a file of `folder`, which exists.

    Exact to the frame; `fast` copies without encoding and starts at the key frame before, so what
    is really in the file is returned.
    """
    total = sum(clip.stop - clip.first for clip in wanted)
    done, written = 0, []
    for clip in wanted:
        # a copy stays in the kind of file whose streams it takes over
        suffix = f"-copy{opened.video.path.suffix.lower()}" if fast else ".mp4"
        out = folder / f"{clip_name(opened.video, clip)}{suffix}"
        keep_source(opened.video, out)
        one = _copied(opened, clip, out) if fast else _cut(opened, clip, out)
        written.append((yield from part_of(one, done, total)))
        done += clip.stop - clip.first
    return written


def clip_name(video: Video, clip: Clip) -> str:
    """What a clip's file is called: video, name, first and last frame, fit for every disk."""
    name = re.sub(r"[^\w-]+", "-", clip.name).strip("-")[:_NAME]
    parts = [video.path.stem, name, f"{clip.first:06}", f"{clip.stop - 1:06}"]
    return "-".join(part for part in parts if part)


def keep_source(video: Video, out: Path) -> None:
    """Refuse to write over the video itself."""
    if out.exists() and out.samefile(video.path):
        raise UserError(f"{out} is the video itself.", "Choose another name for the export.")


def _table(
    library: Library,
    opened: OpenedVideo,
    out: Path,
    write: Callable[[Path, list[BallRow]], None],
) -> Generator[Progress, None, Path]:
    keep_source(opened.video, out)
    frames = opened.video.frames
    yield Progress(0, frames)
    rows = list(ball_rows(known_ball(library, opened.video)))
    yield Progress(len(rows), frames)
    write(out, rows)
    return out


def _cut(opened: OpenedVideo, clip: Clip, out: Path) -> Generator[Progress, None, WrittenClip]:
    yield from cut_clip(opened.video.path, opened.table, clip.first, clip.stop, out)
    return WrittenClip(clip, out, clip.first, clip.stop)


def _copied(opened: OpenedVideo, clip: Clip, out: Path) -> Generator[Progress, None, WrittenClip]:
    real = yield from fast_copy(opened.video.path, opened.table, clip.first, clip.stop, out)
    return WrittenClip(clip, out, real.first, real.stop)
