"""`touchline frames`: exact frames of a video as PNG pictures."""

import sys
from argparse import Namespace
from collections.abc import Generator, Iterable
from pathlib import Path

from app.cli.arguments.exit_status import DONE
from app.cli.arguments.frame_ranges import check_inside
from app.cli.context import ready_folder, scan_with_progress
from app.cli.progress_bar import follow
from storage.media.frame_table import FrameTable
from storage.media.images import write_png
from storage.media.reader import FrameReader
from storage.progress import Progress
from storage.quantities import plural


def run(args: Namespace) -> int:
    table = scan_with_progress(args.video)
    check_inside(args.index, len(table))
    folder = ready_folder(args.out)
    wanted = sorted({index for frames in args.index for index in frames})
    holes = follow(
        write_stills(args.video, table, wanted, folder),
        "Writing frames",
    )
    for hole, shown in holes.items():
        note = f"frame {hole} cannot be decoded; its picture is that of frame {shown}"
        print(f"touchline: {note}.", file=sys.stderr)
    print(f"{plural(len(wanted), 'frame')} in {folder}")
    return DONE


def write_stills(
    path: Path, table: FrameTable, wanted: Iterable[int], folder: Path
) -> Generator[Progress, None, dict[int, int]]:
    """Write the frames `wanted`, in rising order, as `frame-000017.png` into `folder`.

    Returns the frames that do not decode, with the frame whose picture stands for each.
    """
    wanted = list(wanted)
    holes = {}
    with FrameReader(path, table) as reader:
        for done, index in enumerate(wanted):
            yield Progress(done, len(wanted))
            frame = reader.read(index)
            if frame.shown != index:
                holes[index] = frame.shown
            write_png(frame, folder / f"frame-{index:06}.png")
    return holes
