"""The ways between pages that any feature may ask for."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal


class Navigation(QObject):
    """Says where a feature wants to go; the window connects it to who can go there."""

    start_asked = Signal()
    video_asked = Signal(Path)
    video_offered = Signal(Path)

    def show_start(self) -> None:
        """Go to the start page."""
        self.start_asked.emit()

    def open_video(self, path: Path) -> None:
        """Go to the video at `path`."""
        self.video_asked.emit(path)

    def offer_video(self, path: Path) -> None:
        """Go to a video that took its time to come; who went on to another one is asked first."""
        self.video_offered.emit(path)
