"""Clips, and videos with the ball drawn in: their plan, and writing them."""

import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.workflows.export.overlay import ball_drawer
from app.workflows.videos import OpenedVideo
from storage.files import fit_name, plain_write_errors
from storage.formats.entry.export_format import Span
from storage.formats.export.exporter import Planning, Videos, Writing, WrittenClip
from storage.formats.export.options import ExportRequest
from storage.formats.export.request import ExportEstimate, LabelledVideo
from storage.formats.export.video_files import keep_source, no_positions, one_path_each
from storage.media.clip_encoder import cut_clip
from storage.media.remux import copy_ending, fast_copy
from storage.progress import Progress, part_of
from storage.records import Clip, Source, Video

_NAME = 60  # characters of a clip's name in the name of its file
_NAME_BYTES = 90
_BYTES = 210  # of that and the video's name; the frames and the ending follow
_SHOWN = 4  # clips that a notice names


def clip_name(video: Video, clip: Clip) -> str:
    """What a clip's file is called: video, name, first and last frame, fit for every disk."""
    name = fit_name(re.sub(r"[^\w-]+", "-", clip.name).strip("-")[:_NAME], _NAME_BYTES)
    stem = fit_name(video.path.stem, _BYTES - len(name.encode()))
    parts = [stem, name, f"{clip.first:06}", f"{clip.stop - 1:06}"]
    return "-".join(part for part in parts if part)


def clips_text(clips: Sequence[WrittenClip]) -> str:
    """Which frames are really in the files, in short."""
    texts = [f"{clip.path.name}: frames {clip.first} to {clip.stop - 1}" for clip in clips]
    return "; ".join(texts[:_SHOWN]) + ("…" if len(texts) > _SHOWN else "")


@dataclass(frozen=True, slots=True)
class ClipExporter:
    """Each clip as a file of one folder."""

    def is_file(self, request: ExportRequest) -> bool:
        return False

    def plan(self, videos: Videos, request: ExportRequest) -> Planning:
        return plan_clips(videos, request, one_file=False)

    def export(self, videos: Videos, request: ExportRequest, out: Path) -> Writing:
        return export_clips(videos, request, out)


@dataclass(frozen=True, slots=True)
class OverlayExporter:
    """Each video with the ball drawn in."""

    def is_file(self, request: ExportRequest) -> bool:
        return len(request.videos) == 1

    def plan(self, videos: Videos, request: ExportRequest) -> Planning:
        return plan_clips(videos, request, one_file=True)

    def export(self, videos: Videos, request: ExportRequest, out: Path) -> Writing:
        return export_overlays(videos, request, out)


CLIPS, OVERLAY = ClipExporter(), OverlayExporter()


def plan_clips(videos: Videos, request: ExportRequest, one_file: bool) -> Planning:
    """How many frames there would be; the bytes are those the video has for them.

    `one_file` for each video; else one for each clip.
    """
    yield Progress(0, len(videos))
    frames, size, files = 0, 0.0, 0
    for labelled in videos:
        clips = clips_of(labelled, request)
        taken = sum(clip.stop - clip.first for clip in clips)
        frames, files = frames + taken, files + (1 if one_file else len(clips))
        size += labelled.video.path.stat().st_size * taken / max(1, len(labelled.table))
    return ExportEstimate(frames, 0, round(size), files, files)


def clips_of(labelled: LabelledVideo, request: ExportRequest) -> list[Clip]:
    """What is to be cut out of a video: its own clips, or the ranges."""
    if request.span == Span.CLIPS:
        return list(labelled.clips)
    return [Clip(frames.start, frames.stop, "") for frames in labelled.ranges]


def export_clips(videos: Videos, request: ExportRequest, out: Path) -> Writing:
    """Write each clip as a file of the folder `out`; returns which frames are really in them.

    They are exact to the frame. A fast copy is not encoded and starts at the key frame before.
    """
    with plain_write_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    wanted = [(labelled, clip) for labelled in videos for clip in clips_of(labelled, request)]
    total = sum(clip.stop - clip.first for _, clip in wanted)
    done, written = 0, []
    for labelled, clip in wanted:
        work = _export_clip(OpenedVideo(labelled.video, labelled.table), clip, out, request)
        written.append((yield from part_of(work, done, total)))
        done += clip.stop - clip.first
    return tuple(written)


def export_overlays(videos: Videos, request: ExportRequest, out: Path) -> Writing:
    """Write each video's frames with the ball drawn in; returns nothing to be told."""
    if not any((labelled.ball.source != Source.NONE).any() for labelled in videos):
        raise no_positions(videos)
    total = sum(len(labelled.ranges[0]) for labelled in videos)
    done = 0
    for labelled, path in one_path_each(videos, out, ".trail.mp4"):
        keep_source(labelled.video, path)
        frames, draw = labelled.ranges[0], ball_drawer(labelled.ball)
        work = cut_clip(labelled.video.path, labelled.table, frames.start, frames.stop, path, draw)
        yield from part_of(work, done, total)
        done += len(frames)
    return ()


def _export_clip(
    opened: OpenedVideo, clip: Clip, folder: Path, request: ExportRequest
) -> Generator[Progress, None, WrittenClip]:
    # a copy stays in the kind of file whose streams it takes over, where that can be written
    suffix = f"-copy{copy_ending(opened.video.path)}" if request.fast_copy else ".mp4"
    out = folder / f"{clip_name(opened.video, clip)}{suffix}"
    keep_source(opened.video, out)
    source, first, stop = opened.video.path, clip.first, clip.stop
    if request.fast_copy:
        copied = yield from fast_copy(source, opened.table, first, stop, out)
        first, stop = copied.first, copied.stop
    else:
        yield from cut_clip(source, opened.table, first, stop, out)
    return WrittenClip(clip, out, first, stop)
