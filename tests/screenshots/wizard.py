"""The export wizard in every state worth a look."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QPushButton, QWidget

from app.gui.window import Window
from tests.finding import find_child
from tests.widgets.export_target import write_to
from widgets.export.export_wizard import ExportWizard


class Camera(Protocol):
    """What is needed of a photographer."""

    window: Window
    scratch: Path

    def grab(self, name: str, widget: QWidget | None = None) -> None:
        """Save what a widget looks like."""

    def wait(self, there: Callable[[], bool]) -> None:
        """Let the window work."""

    def perform(self, action: str) -> None:
        """Do what a menu entry does."""


def take_wizard(camera: Camera) -> None:
    """The video under review has labels of a person; leaves the window as it was."""
    camera.perform("export")
    # the last one: those closed before may not be gone yet
    wizard = camera.window.findChildren(ExportWizard)[-1]
    _choices(camera, wizard)
    _refusals(camera, wizard)
    _runs(camera, wizard)
    wizard.reject()


def take_empty_wizard(camera: Camera) -> None:
    """On the start page, before a video is chosen."""
    camera.perform("export")
    # the last one: those closed before may not be gone yet
    wizard = camera.window.findChildren(ExportWizard)[-1]
    camera.wait(lambda: "No video is chosen" in wizard.plan.text)
    camera.grab("export-empty", wizard)
    wizard.reject()


def _choices(camera: Camera, wizard: ExportWizard) -> None:
    for format in ("groundtruth", "coco", "yolo", "csv", "clips"):
        wizard.choose(format)
        write_to(wizard, camera.scratch / f"rally-{format}")
        camera.wait(lambda: "about" in wizard.plan.text)
        camera.grab(f"export-{format}", wizard)


def _refusals(camera: Camera, wizard: ExportWizard) -> None:
    wizard.choose("coco")
    wizard.form.destination.set_folder("s3://club-video/training")
    wizard.ask_for_plan()
    camera.wait(lambda: "request" in wizard.plan.text)
    camera.grab("export-to-s3", wizard)
    file = camera.scratch / "notes.txt"
    file.touch()
    write_to(wizard, file / "rally-coco")
    camera.wait(lambda: "is not a folder" in wizard.plan.text)
    camera.grab("export-refused", wizard)


def _runs(camera: Camera, wizard: ExportWizard) -> None:
    (camera.scratch / "taken").mkdir()
    (camera.scratch / "taken" / "something").touch()
    wizard.choose("mot")
    write_to(wizard, camera.scratch / "taken")
    _press(wizard, "export")
    camera.wait(lambda: "already exists" in wizard.run.text)
    camera.grab("export-failed", wizard)
    _press(wizard, "back")
    write_to(wizard, camera.scratch / "rally-mot")
    _press(wizard, "export")
    camera.wait(lambda: wizard.run.done > 0.2)
    camera.grab("export-running", wizard)
    _press(wizard, "cancel_export")
    camera.wait(lambda: "stopped" in wizard.run.text)
    camera.grab("export-stopped", wizard)
    _press(wizard, "resume")
    camera.wait(lambda: "Exported" in wizard.run.text)
    camera.grab("export-done", wizard)


def _press(wizard: ExportWizard, button: str) -> None:
    find_child(wizard, QPushButton, button).click()
