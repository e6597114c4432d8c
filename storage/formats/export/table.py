"""Tables of one or several videos: their plan, and writing them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from storage.formats.export.exporter import Planning, Videos, Writing
from storage.formats.export.options import ExportRequest
from storage.formats.export.request import ExportEstimate, LabelledVideo
from storage.formats.export.video_files import keep_source, no_positions, one_path_each
from storage.progress import Progress

_LINE = 36  # bytes of a usual one


@dataclass(frozen=True, slots=True)
class TableFormat:
    """An Exporter that writes a table for each video: `count` its lines, `write` it."""

    suffix: str
    count: Callable[[LabelledVideo, ExportRequest], int]
    write: Callable[[Path, LabelledVideo, ExportRequest], None]
    needed: bool = True  # whether there must be a line at all

    def is_file(self, request: ExportRequest) -> bool:
        """One video is a file, several are a folder of them."""
        return len(request.videos) == 1

    def plan(self, videos: Videos, request: ExportRequest) -> Planning:
        """How many lines there would be. UserError if there must be some, and are none."""
        yield Progress(0, len(videos), "videos")
        lines = sum(self.count(labelled, request) for labelled in videos)
        if self.needed and not lines:
            raise no_positions(videos)
        files = len(videos)
        return ExportEstimate(0, lines, (lines + files) * _LINE, files, files)

    def export(self, videos: Videos, request: ExportRequest, out: Path) -> Writing:
        """Write `out`, or for several videos a file each in the folder of that name."""
        if self.needed and not any(self.count(labelled, request) for labelled in videos):
            raise no_positions(videos)
        for done, (labelled, path) in enumerate(one_path_each(videos, out, self.suffix)):
            yield Progress(done, len(videos), "videos")
            keep_source(labelled.video, path)
            self.write(path, labelled, request)
        return ()
