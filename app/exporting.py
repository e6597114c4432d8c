"""Export from the window: which formats there are, and the job behind each."""

from collections.abc import Callable, Generator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.exports import (
    clips_to_write,
    export_ball_csv,
    export_clips,
    export_events_csv,
    export_ground_truth,
    export_tracknet_csv,
)
from app.job_strip import JobStrip
from app.jobs import Jobs
from app.notices import Notices
from app.overlay import export_overlay
from app.review.session import ReviewSession
from app.settings import Settings
from app.videos import OpenedVideo
from storage.files import plain_write_errors
from storage.formats.groundtruth import GroundTruthSettings
from storage.library.library import Library
from widgets.export_dialog import ExportChoice, ExportDialog, Format, Pieces

FORMATS = (
    Format(
        "csv",
        "Ball positions (CSV)",
        "One row for each frame that was looked at: place, visibility, confidence, source.",
        ".ball.csv",
    ),
    Format(
        "events-csv",
        "Events (CSV)",
        "One row for each event: frame, name, confidence, source.",
        ".events.csv",
    ),
    Format(
        "tracknet-csv",
        "Ball positions (TrackNet CSV)",
        "Frame, Visibility, X, Y, Time: what programs of the TrackNet family read.",
        ".tracknet.csv",
    ),
    Format(
        "groundtruth",
        "Ground Truth data set",
        "Frames, sequence files, labels and manifest of a SageMaker video object tracking job, "
        "with the ball as a key point. Reviewed labels only, unless you say otherwise.",
        choices=frozenset({"frames", "effective", "prefix", "image"}),
    ),
    Format(
        "clips",
        "Clips",
        "Each piece as a video of its own, exact to the frame and to the sound's sample.",
        many=True,
        choices=frozenset({"frames", "fast_copy"}),
    ),
    Format(
        "overlay",
        "Video with the ball's trail",
        "The picture with the ball and its trail burnt in, with the sound.",
        ".trail.mp4",
        choices=frozenset({"frames"}),
    ),
)
Work = Generator[Any, None, Any]


class Exporting(QObject):
    """Asks what to export and runs it as a job; the window stays usable."""

    def __init__(
        self,
        library: Library,
        jobs: Jobs,
        strip: JobStrip,
        notices: Notices,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._library = library
        self._jobs = jobs
        self._strip = strip
        self._notices = notices
        self._settings = settings
        self._window = window

    def ask(self, session: ReviewSession) -> ExportDialog:
        """Open the dialog for the video under review."""
        opened = session.opened
        dialog = ExportDialog(
            FORMATS,
            frame_choices(session),
            opened.video.path.stem,
            self._folder(),
            self._window,
        )
        dialog.export_asked.connect(partial(self.start, opened))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def start(self, opened: OpenedVideo, choice: ExportChoice) -> None:
        """Export in the background; says where the result is when it is there."""
        self._settings.set_folder("exports", choice.path.parent)
        job = self._jobs.start(export_work(self._library, opened, choice))
        title = f"Exporting {choice.path.name}"
        self._strip.add(title, job, lambda step: (step.done, step.total), "frames")
        job.succeeded.connect(partial(self._say, choice))

    def _folder(self) -> Path:
        chosen = self._settings.folder("exports")
        return chosen if chosen != Path.home() else self._library.exports

    def _say(self, choice: ExportChoice, written: object) -> None:
        place = choice.path if choice.path.is_dir() else choice.path.parent
        url = QUrl.fromLocalFile(str(place))
        show: Callable[[], object] = partial(QDesktopServices.openUrl, url)
        self._notices.say(
            f"Exported {choice.path.name}", said_of(written, place), "done", ("Show folder", show)
        )


def frame_choices(session: ReviewSession) -> list[Pieces]:
    """What can be exported: the marked range first, where there is one."""
    whole = range(len(session.opened.table))
    choices = [Pieces("The whole video", (whole,))]
    if (marked := session.marked.frames) is not None:
        title = f"The marked range, frames {marked.start} to {marked.stop - 1}"
        choices.insert(0, Pieces(title, (marked,)))
    if kept := list(session.labels.clips.values()):
        ranges = tuple(range(clip.first, clip.stop) for clip in kept)
        choices.append(Pieces(f"The kept clips ({len(kept)})", ranges))
    return choices


def export_work(library: Library, opened: OpenedVideo, choice: ExportChoice) -> Work:
    """The job that `choice` asks for."""
    tables = {
        "csv": export_ball_csv,
        "events-csv": export_events_csv,
        "tracknet-csv": export_tracknet_csv,
    }
    if table := tables.get(choice.format):
        return table(library, opened, choice.path)
    frames = choice.ranges[0]  # these formats take one range, and are offered no more
    if choice.format == "groundtruth":
        settings = GroundTruthSettings(
            datetime.now(UTC),
            prefix=choice.prefix,
            effective=choice.effective,
            picture="png" if choice.image == "png" else "jpeg",
        )
        return export_ground_truth(library, opened, choice.path, settings, frames)
    if choice.format == "overlay":
        return export_overlay(library, opened, choice.path, frames)
    return _clips(library, opened, choice)


def _clips(library: Library, opened: OpenedVideo, choice: ExportChoice) -> Work:
    """Clips into a folder, which is made if it is not there."""
    with plain_write_errors(choice.path):
        choice.path.mkdir(parents=True, exist_ok=True)
    wanted = clips_to_write(library, opened.video, choice.ranges)
    return (yield from export_clips(opened, wanted, choice.path, choice.fast_copy))


def said_of(written: object, place: Path) -> str:
    """Where the result is; of a fast copy also which frames are really in it."""
    if isinstance(written, list):
        real = [f"{clip.path.name}: frames {clip.first} to {clip.stop - 1}" for clip in written]
        return f"In {place}. " + "; ".join(real[:4]) + ("…" if len(real) > 4 else "")
    return f"In {place}."
