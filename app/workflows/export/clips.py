"""Clips and videos with the ball drawn in, as exports with a plan."""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.gui.rendering.overlay import export_overlay
from app.workflows.export.destination import one_path_each
from app.workflows.export.exports import WrittenClip, export_clips
from app.workflows.videos import OpenedVideo
from storage.errors import UserError
from storage.files import plain_write_errors
from storage.formats.export.options import ExportChoice, Span
from storage.formats.export.request import LabelledVideo, Plan
from storage.library.library import Library
from storage.progress import Progress, part_of
from storage.records import Clip, Source

_TOLD = 4  # clips that a notice names


@dataclass(frozen=True, slots=True)
class Film:
    """Pieces of videos as videos; `pieces` are those of one."""

    pieces: Callable[[LabelledVideo, ExportChoice], list[Clip]]
    write: Callable[
        [Library, Sequence[LabelledVideo], ExportChoice, Path], Generator[Progress, None, str]
    ]
    one_file: bool  # for each video; else one for each piece

    def plan(
        self, videos: Sequence[LabelledVideo], choice: ExportChoice
    ) -> Generator[Progress, None, Plan]:
        """How many frames there would be; the bytes are those the video has for them."""
        yield Progress(0, len(videos))
        frames, size, files = 0, 0.0, 0
        for each in videos:
            pieces = self.pieces(each, choice)
            taken = sum(clip.stop - clip.first for clip in pieces)
            frames, files = frames + taken, files + (1 if self.one_file else len(pieces))
            size += each.video.path.stat().st_size * taken / max(1, len(each.table))
        return Plan(frames, 0, round(size), files, 0, 0)

    def export(
        self,
        library: Library,
        videos: Sequence[LabelledVideo],
        choice: ExportChoice,
        out: Path,
    ) -> Generator[Progress, None, str]:
        """Write them; returns which frames are really in them."""
        return self.write(library, videos, choice, out)


def told_clips(written: Sequence[WrittenClip]) -> str:
    """Which frames are really in the files, in short."""
    real = [f"{clip.path.name}: frames {clip.first} to {clip.stop - 1}" for clip in written]
    return "; ".join(real[:_TOLD]) + ("…" if len(real) > _TOLD else "")


def _pieces(each: LabelledVideo, choice: ExportChoice) -> list[Clip]:
    if choice.span == Span.CLIPS:
        return list(each.clips)
    return [Clip(frames.start, frames.stop, "") for frames in each.ranges]


def _write_clips(
    library: Library, videos: Sequence[LabelledVideo], choice: ExportChoice, out: Path
) -> Generator[Progress, None, str]:
    with plain_write_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    written: list[WrittenClip] = []
    wanted = [_pieces(each, choice) for each in videos]
    total = sum(clip.stop - clip.first for clips in wanted for clip in clips)
    done = 0
    for each, clips in zip(videos, wanted, strict=True):
        opened = OpenedVideo(each.video, each.table)
        work = export_clips(opened, clips, out, choice.fast_copy)
        written += yield from part_of(work, done, total)
        done += sum(clip.stop - clip.first for clip in clips)
    return told_clips(written)


def _write_overlays(
    library: Library, videos: Sequence[LabelledVideo], choice: ExportChoice, out: Path
) -> Generator[Progress, None, str]:
    if not any((each.ball.source != Source.NONE).any() for each in videos):
        raise UserError(
            "There is nothing known of the ball in these videos yet.",
            "Analyse the video, label some frames or import labels first.",
        )
    total = sum(len(each.ranges[0]) for each in videos)
    done = 0
    for each, path in one_path_each(videos, out, ".trail.mp4"):
        opened = OpenedVideo(each.video, each.table)
        work = export_overlay(library, opened, path, each.ranges[0])
        yield from part_of(work, done, total)
        done += len(each.ranges[0])
    return ""


CLIPS = Film(_pieces, _write_clips, one_file=False)
OVERLAY = Film(_pieces, _write_overlays, one_file=True)
