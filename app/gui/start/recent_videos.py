"""What the start page shows of the library: recent videos and their small pictures."""

from collections.abc import Generator
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QObject
from PySide6.QtGui import QImage
from sqlite_utils import Database

from app.gui.jobs.jobs import Jobs
from app.gui.jobs.library_writer import LibraryWriter
from app.gui.playback.pictures import image_of
from app.workflows.videos import OpenedVideo
from storage.files import write_bytes
from storage.library.library import Library
from storage.library.videos import VideoSummary, recent_videos
from storage.media.preview import thumbnail
from widgets.library.video_card import VideoFacts
from widgets.library.video_list import VideoList

WIDTH = 512  # pixels of a small picture, for screens of double density


class RecentVideos(QObject):
    """Fills the list of recent videos; nothing is read on the GUI thread."""

    def __init__(
        self,
        videos: VideoList,
        library: Library,
        writer: LibraryWriter,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._list = videos
        self._library = library
        self._writer = writer
        self._jobs = jobs
        self.paths: dict[str, Path] = {}  # fingerprint to path, as last shown

    def refresh(self) -> None:
        self._writer.submit(self, _read, self._show)

    def remember(self, opened: OpenedVideo) -> None:
        """Make the small picture of a video that has none yet."""
        self._jobs.start(_make_thumbnail(self._library, opened))

    def _show(self, summaries: list[tuple[VideoSummary, bool]]) -> None:
        self.paths = {summary.video.fingerprint: summary.video.path for summary, _ in summaries}
        self._list.set_videos([_facts(summary, missing) for summary, missing in summaries])
        job = self._jobs.start(_thumbnails(self._library, list(self.paths)))
        job.progressed.connect(self._show_thumbnail)

    def _show_thumbnail(self, step: tuple[str, QImage]) -> None:
        self._list.set_thumbnail(*step)


def thumbnail_path(folder: Path, fingerprint: str) -> Path:
    return folder / f"{fingerprint}.jpg"


def _read(db: Database) -> list[tuple[VideoSummary, bool]]:
    """Summaries of the videos ever opened, and whether their files are missing."""
    return [
        (summary, not summary.video.path.is_file())
        for summary in recent_videos(db)
        if summary.opened is not None
    ]


def _facts(summary: VideoSummary, missing: bool) -> VideoFacts:
    video = summary.video
    frames = max(1, video.frames)
    return VideoFacts(
        video.fingerprint,
        video.path.name,
        str(video.path.parent),
        video.seconds,
        video.width,
        video.height,
        summary.analysed / frames,
        summary.reviewed / frames,
        missing,
    )


def _make_thumbnail(library: Library, opened: OpenedVideo) -> Generator[None, None, None]:
    yield
    path = thumbnail_path(library.thumbnails, opened.video.fingerprint)
    if path.is_file():
        return
    # a little way in: many recordings begin with black or a title
    index = len(opened.table) // 10
    pixels = thumbnail(opened.video.path, opened.table, index, WIDTH)
    picture = QByteArray()
    image_of(pixels).save(QBuffer(picture), "JPG", 85)  # type: ignore[call-overload]
    write_bytes(path, bytes(picture.data()))


def _thumbnails(
    library: Library, fingerprints: list[str]
) -> Generator[tuple[str, QImage], None, None]:
    folder = library.thumbnails
    for fingerprint in fingerprints:
        picture = QImage(str(thumbnail_path(folder, fingerprint)))
        if not picture.isNull():
            yield fingerprint, picture
