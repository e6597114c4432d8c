"""What writing videos and pictures costs, as Markdown table lines."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import av

from storage.formats.export.request import GroundTruthRequest, LabelledVideo
from storage.formats.export.tasks import GroundTruthTask
from storage.formats.groundtruth.write.exporting import export as export_ground_truth
from storage.media.clip_encoder import cut_clip
from storage.media.fingerprint import fingerprint
from storage.media.frame_table import FrameTable, scan_frames
from storage.media.remux import fast_copy
from storage.records import BallTrackBuilder, Review, Source, Video
from tests.benchmarks.clips import broadcast_clip
from tests.draining import drained

RATE = 25
SECONDS = 22
ALONE = "decode and encode alone (PyAV)"


def run(frames: int = 100, repeats: int = 3) -> list[str]:
    """Export `frames` frames of 1080p25 in every way, in turns with decoding and encoding alone.

    That bare loop gives the same pictures to the same encoder, without sound, exact times, a
    check of the result or a safe file.
    """
    exports = Exports(broadcast_clip(RATE, SECONDS), frames)
    ways = exports.ways()
    costs: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
    for _ in range(repeats):
        for way, export in ways.items():
            costs[way].append(_cost(export))
    alone = median(cpu for cpu, _ in costs[ALONE])
    measured_on = f"1080p{RATE}, {frames} frames, median of {repeats}"
    lines = [
        f"| {measured_on} | CPU ms a frame | against alone | wall s |",
        "|---|---:|---:|---:|",
    ]
    for way, measured in costs.items():
        cpu, wall = (median(each) for each in zip(*measured, strict=True))
        lines.append(f"| {way} | {1000 * cpu / frames:.1f} | {cpu / alone:.2f} | {wall:.2f} |")
    return lines


class Exports:
    """The first frames of one video, written in every way that there is."""

    def __init__(self, path: Path, frames: int) -> None:
        self._path = path
        self._frames = frames
        self._table: FrameTable = drained(scan_frames(path))

    def ways(self) -> dict[str, Callable[[Path], object]]:
        """Each way by name; it writes to the path it is given."""
        piece = self._path, self._table, 0, self._frames
        return {
            ALONE: self._alone,
            "clip": lambda out: drained(cut_clip(*piece, out)),
            "clip with pictures to draw on": lambda out: drained(
                cut_clip(*piece, out, draw=lambda pixels, index: None)
            ),
            "fast copy": lambda out: drained(fast_copy(*piece, out)),
            "Ground Truth data set, JPEG": self._data_set,
        }

    def _alone(self, out: Path) -> None:
        with av.open(str(self._path)) as source, av.open(str(out), "w", format="mp4") as target:
            shown = source.streams.video[0]
            shown.thread_type = "AUTO"
            options = {"preset": "veryfast", "crf": "19"}
            written = target.add_stream("libx264", rate=Fraction(RATE), options=options)
            written.width, written.height = shown.width, shown.height
            for number, frame in enumerate(source.decode(shown)):
                if number == self._frames:
                    break
                frame.pts, frame.time_base, frame.pict_type = number, Fraction(1, RATE), 0
                target.mux(written.encode(frame))
            target.mux(written.encode(None))

    def _data_set(self, out: Path) -> None:
        track = BallTrackBuilder.empty(len(self._table))
        track.source[:], track.review[:] = Source.HUMAN, Review.CORRECTED
        stream = self._table.stream
        video = Video(
            fingerprint(self._path),
            self._path,
            len(self._table),
            stream.width,
            stream.height,
            float(self._table.duration),
            self._table.rate,
        )
        labelled = LabelledVideo(video, self._table, track.build(), ranges=(range(self._frames),))
        request = GroundTruthRequest(
            [labelled], out, GroundTruthTask.KEYPOINTS, datetime(2026, 1, 1, tzinfo=UTC)
        )
        drained(export_ground_truth(request))


def _cost(export: Callable[[Path], object]) -> tuple[float, float]:
    """CPU seconds of all threads, and seconds gone by."""
    with TemporaryDirectory() as folder:
        cpu, wall = time.process_time(), time.perf_counter()
        export(Path(folder) / "out.mp4")
        return time.process_time() - cpu, time.perf_counter() - wall


if __name__ == "__main__":
    print("\n".join(run()))
