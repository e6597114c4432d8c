"""What the window asks on its start page: whether to remove a video, where a lost one is."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton, QWidget

from tests.app.rally import write_rally
from tests.finding import find_child
from tests.screenshots.models import Camera
from widgets.library.video_list import VideoList
from widgets.window.notice_bar import NoticeBar


def take_questions(camera: Camera, kept: Path) -> None:
    """All of them; the start page is shown, and `kept` has labels."""
    lost = write_rally(camera.scratch / "semifinal.mp4", 50)
    window, videos = camera.window, find_child(camera.window, VideoList)
    window.open(lost)
    camera.wait(lambda: window.session is not None)
    camera.perform("start_page")
    camera.wait(lambda: len(videos.cards) == 2)
    by_name = {card.facts.name: card.facts.fingerprint for card in videos.cards}
    videos.removal_asked.emit(by_name[kept.name])
    camera.wait(lambda: bool(_questions(window)))
    [question] = _questions(window)
    camera.grab("remove-video", question)
    question.reject()
    lost.unlink()
    videos.video_chosen.emit(by_name[lost.name])
    notice = find_child(window, NoticeBar)
    camera.wait(notice.isVisible)
    camera.grab("lost-video")
    find_child(notice, QPushButton).click()
    dialog = find_child(window, QFileDialog)
    camera.grab("lost-video-folder", dialog)
    dialog.reject()


def _questions(window: QWidget) -> list[QMessageBox]:
    """Those on screen: ones that were answered go a little later."""
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]
