"""Sharing a clip from the window: asked, cut, sent, and its link on the clipboard."""

from datetime import timedelta
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.gui.jobs.notifications import Notice
from app.gui.review.session import ReviewSession
from app.gui.shell.context import WindowContext
from app.gui.shell.dialogs import show_dialog
from app.workflows.cloud.paths import upload_memory
from app.workflows.cloud.sharing import WARNING, link_text, share_clip
from app.workflows.videos import OpenedVideo
from storage.cloud.s3.bucket import connect
from storage.cloud.s3.location import S3Location
from storage.cloud.s3.presign import Link
from storage.records import Clip
from widgets.cloud.share_dialog import Shareable, ShareDialog


class ClipSharing(QObject):
    """Asks what to share and for how long; the window stays usable."""

    def __init__(self, context: WindowContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def ask(self, session: ReviewSession) -> ShareDialog | None:
        """Open the dialog for the video under review, if there is a place to send clips to."""
        if (place := self._context.settings.place) is None:
            self._context.notifications.show(
                "No S3 location is set.",
                "Clips are shared through your own S3 bucket.",
                "info",
                ("S3 settings…", partial(self._context.actions.perform, "place")),
            )
            return None
        dialog = ShareDialog(shareable(session), f"{place.url}/clips", WARNING, self._window)
        opened = session.opened
        dialog.share_asked.connect(
            lambda frames, hours: self.start(opened, place, frames, timedelta(hours=hours))
        )
        show_dialog(dialog)
        return dialog

    def start(
        self, opened: OpenedVideo, place: S3Location, frames: range, lasting: timedelta
    ) -> None:
        """Cut and send in the background; the link is copied when the clip is there."""
        clip = Clip(frames.start, frames.stop, "")
        library, rate = self._context.library, self._context.settings.bytes_per_second
        memory = upload_memory(library.folder)
        work = share_clip(opened, clip, connect(place), lasting, library.exports, memory, rate)
        self._context.workflows.run("Sharing a clip", work, _copy)


def _copy(link: Link) -> Notice:
    QGuiApplication.clipboard().setText(link.url)
    return Notice("The link is on the clipboard.", link_text(link), "done")


def shareable(session: ReviewSession) -> list[Shareable]:
    """What can be shared: the marked range first, then kept clips, then everything."""
    pieces = []
    if (marked := session.in_out_range.frames) is not None:
        pieces.append(
            Shareable(f"Between in and out, frames {marked.start} to {marked.stop - 1}", marked)
        )
    for clip in session.labels.clips.values():
        name = clip.name or "Clip"
        title = f"{name}, frames {clip.first} to {clip.stop - 1}"
        pieces.append(Shareable(title, range(clip.first, clip.stop)))
    whole = range(len(session.opened.table))
    return [*pieces, Shareable("The whole video", whole)]
