"""The screens of models: choosing one, heat, candidates, two analyses side by side."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QComboBox, QMessageBox, QPushButton, QToolButton, QWidget

from app.gui.review.runs_dialog_controller import RunsDialogController
from app.gui.review.session import ReviewSession
from app.gui.window import Window
from tests.finding import find_child
from tests.inference.ball.nets.tiny import write_model


class Camera(Protocol):
    """What these screens need of the photographer."""

    window: Window
    scratch: Path
    truth: dict[int, tuple[float | None, float | None]]

    def grab(self, name: str, widget: QWidget | None = None) -> None:
        """Save what a widget looks like now."""

    def wait(self, there: Callable[[], bool]) -> None:
        """Let the window work until `there`."""

    def perform(self, action: str) -> None:
        """Do what the menu entry `action` does."""

    def go_to(self, frame: int) -> None:
        """Show a frame and wait for its picture."""


def take_models(camera: Camera) -> None:
    """All of them; a video that `fast` has tracked is under review."""
    session = camera.window.session
    assert session is not None
    _choice(camera, session)
    _heat(camera, session)
    _track_with_motion(camera, session)
    _compare(camera, session)


def _choice(camera: Camera, session: ReviewSession) -> None:
    box = session.page.panel.model
    models = camera.scratch / "library" / "models"
    (write_model(models / "torn") / "weights.safetensors").write_bytes(b"torn")
    session.models.read()
    listed = find_child(box, QComboBox)
    camera.wait(lambda: listed.findText("torn") >= 0)
    listed.showPopup()
    row = listed.model().index(listed.findText("torn"), 0)
    camera.wait(lambda: "damaged" in str(row.data(3)))
    camera.grab("models-list", listed.view().window())
    listed.hidePopup()
    box.set_about_shown(True)
    camera.grab("models-about")
    box.set_about_shown(False)
    session.models.measure()
    camera.grab("models-measuring")
    camera.wait(lambda: find_child(box, QPushButton, "measure").text() == "Measure")
    marks = session.page.panel.marks
    find_child(marks, QToolButton).click()
    camera.grab("review-marks")
    find_child(marks, QToolButton).click()


def _heat(camera: Camera, session: ReviewSession) -> None:
    camera.go_to(100)
    camera.perform("heat")
    camera.grab("heat-computing")
    camera.wait(lambda: session.heat.at(100) is not None)
    camera.perform("candidates")
    camera.wait(lambda: len(session.candidate_overlay.at(100)) > 0)
    camera.grab("heat-candidates")
    picture = session.page.picture
    x, y = camera.truth[100]
    assert x is not None
    assert y is not None
    picture.zoom_to(6, picture.view_at(x, y))
    camera.grab("heat-zoomed")
    picture.fit()
    camera.perform("heat")
    camera.grab("candidates")
    camera.perform("candidates")


def _track_with_motion(camera: Camera, session: ReviewSession) -> None:
    session.models.choose("motion")
    camera.perform("track")
    camera.wait(lambda: not session.tracking.running)
    camera.perform("heat")
    camera.wait(lambda: bool(session.heat.missing(100)))
    camera.grab("heat-missing")
    camera.perform("heat")


def _other_ball_run(listed: RunsDialogController) -> int:
    """The row of an analysis of the ball that is not shown."""
    rows = enumerate(facts for _, facts in listed._rows)
    return next(row for row, facts in rows if facts.task == "Ball" and not facts.shown)


def _compare(camera: Camera, session: ReviewSession) -> None:
    camera.perform("analyses")
    listed = camera.window.findChild(RunsDialogController)
    assert listed is not None
    dialog = listed.dialog
    camera.wait(lambda: find_child(dialog, QPushButton, "remove").isEnabled())
    camera.grab("analyses", dialog)
    dialog.select(_other_ball_run(listed))
    find_child(dialog, QPushButton, "compare").click()
    camera.wait(lambda: session.comparison.compared is not None)
    camera.wait(lambda: find_child(dialog, QPushButton, "compare").text() == "Stop comparing")
    camera.grab("analyses-compared", dialog)
    find_child(dialog, QPushButton, "remove").click()
    question = find_child(dialog, QMessageBox)
    camera.grab("analyses-remove", question)
    question.reject()
    dialog.reject()
    for name in ("compared", "compared-next"):
        camera.perform("next_different")
        frame = session.player.position
        camera.go_to(frame)
        camera.grab(name)
    session.comparison.compare_with(None)
    session.models.choose("fast")
