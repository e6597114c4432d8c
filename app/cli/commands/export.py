"""`touchline export`: labels, training sets, clips and overlays of a video."""

import sys
from argparse import Namespace
from collections.abc import Callable, Generator
from pathlib import Path

from app.cli.arguments.exit_status import DONE, UsageError
from app.cli.arguments.frame_ranges import check_inside
from app.cli.commands import export_data_set, export_groundtruth
from app.cli.context import opened
from app.cli.places import library_of, ready_folder
from app.cli.progress_bar import follow
from app.workflows.export.exports import (
    WrittenClip,
    clips_to_write,
    export_ball_csv,
    export_clips,
    export_events_csv,
    export_tracknet_csv,
)
from app.workflows.export.labelled_video import DATA_SETS
from app.workflows.videos import OpenedVideo
from storage.library.library import Library
from storage.progress import Progress

Work = Generator[Progress, None, Path]


def run(args: Namespace) -> int:
    if args.format == "groundtruth":
        return export_groundtruth.run(args)
    if args.format in DATA_SETS:
        return export_data_set.run(args)
    library = library_of(args)
    video = opened(library, args.video)
    if args.format == "clips":
        return _clips(library, video, args)
    print(follow(_EXPORTS[args.format](library, video, args), "Exporting"))
    return DONE


def _clips(library: Library, video: OpenedVideo, args: Namespace) -> int:
    check_inside(args.range or (), video.video.frames)
    wanted = clips_to_write(library, video.video, args.range)
    folder = ready_folder(args.out)
    work = export_clips(video, wanted, folder, args.fast_copy)
    for clip in follow(work, "Cutting"):
        print(clip.path)
        if difference := told_difference(clip):
            print(f"touchline: {difference}", file=sys.stderr)
    return DONE


def told_difference(written: WrittenClip) -> str:
    """What a fast copy holds beside what was asked for; empty where it is just that."""
    clip = written.clip
    if (written.first, written.stop) == (clip.first, clip.stop):
        return ""
    return (
        f"{written.path.name} holds frames {written.first} to {written.stop - 1}, "
        f"asked for were {clip.first} to {clip.stop - 1}; without --fast-copy it is exact."
    )


def _overlay(library: Library, video: OpenedVideo, args: Namespace) -> Work:
    from app.gui.rendering.overlay import (
        export_overlay,  # the only export that draws, and so needs Qt
    )

    if args.out.suffix.lower() != ".mp4":
        raise UsageError(
            f"an overlay is an MP4 file: {args.out}.mp4", "touchline export overlay -h"
        )
    frames = args.range or range(video.video.frames)
    check_inside([frames], video.video.frames)
    return export_overlay(library, video, args.out, frames)


_EXPORTS: dict[str, Callable[[Library, OpenedVideo, Namespace], Work]] = {
    "csv": lambda library, video, args: export_ball_csv(library, video, args.out),
    "tracknet-csv": lambda library, video, args: export_tracknet_csv(library, video, args.out),
    "events-csv": lambda library, video, args: export_events_csv(library, video, args.out),
    "overlay": _overlay,
}
