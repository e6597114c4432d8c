"""The module under test is app.gui.review.models, driven through the window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from app.gui.review.models import speed_facts
from app.gui.shell.settings import Settings
from inference.ball.detection.speed import SPEEDS, Speed, read_speed, write_speed
from inference.models.locations import DEFAULT
from storage.library.library import Library
from tests.app.user import User
from tests.finding import find_child
from tests.inference.ball.nets.tiny import write_model
from widgets.review.model_box import ModelBox


def box(user: User) -> ModelBox:
    return user.session.page.panel.model


def models(user: User) -> QComboBox:
    return next(c for c in box(user).findChildren(QComboBox) if c.accessibleName() == "Model")


def sees_line(user: User, words: str) -> None:
    [line] = [x for x in box(user).findChildren(QLabel) if x.accessibleName() == "Speed"]
    user.qtbot.waitUntil(lambda: words in line.text())


def sees_models(user: User, *names: str) -> None:
    """Wait until all these are in the list."""
    user.qtbot.waitUntil(lambda: all(models(user).findText(name) >= 0 for name in names))


def test_shipped_models_and_those_of_the_library_are_offered(
    user: User, library: Library, clip: Path
) -> None:
    write_model(library.models / "mine")
    user.opens(clip)

    sees_models(user, "fast", "fast-synthetic", "mine", "motion")
    assert models(user).currentText() == DEFAULT
    sees_line(user, "not measured yet")


@pytest.mark.qt_log_ignore("This plugin does not support")  # of a list without a screen
def test_a_damaged_model_is_greyed_once_the_list_is_opened(
    user: User, library: Library, clip: Path
) -> None:
    (write_model(library.models / "torn") / "weights.safetensors").write_bytes(b"torn")
    user.opens(clip)
    sees_models(user, "torn")

    models(user).showPopup()
    items, row = models(user).model(), models(user).findText("torn")
    user.qtbot.waitUntil(lambda: "is damaged" in str(items.index(row, 0).data(3)), timeout=30_000)
    models(user).hidePopup()


def test_the_chosen_model_tracks_and_is_remembered(
    user: User, library: Library, settings: Settings, clip: Path
) -> None:
    user.opens(clip)
    sees_models(user, "motion")
    box(user).choose("motion")
    assert settings.model(library.folder, DEFAULT) == "motion"

    runs: list[str] = []
    user.session.tracking.finished.connect(lambda result: runs.append(result.run.model))
    user.tracks_to_the_end()
    assert runs == ["motion"]


def test_the_choice_is_one_librarys(settings: Settings, tmp_path: Path) -> None:
    settings.set_model(tmp_path / "one", "motion")

    assert settings.model(tmp_path / "one", DEFAULT) == "motion"
    assert settings.model(tmp_path / "two", DEFAULT) == DEFAULT


def test_a_model_that_is_gone_is_not_chosen_any_more(
    user: User, library: Library, settings: Settings, clip: Path
) -> None:
    settings.set_model(library.folder, "gone")
    user.opens(clip)

    user.qtbot.waitUntil(lambda: models(user).currentText() == DEFAULT)


def test_measuring_tells_the_speed_and_keeps_it(user: User, library: Library, clip: Path) -> None:
    user.opens(clip)
    sees_models(user, "motion")
    box(user).choose("motion")

    find_child(box(user), QPushButton, "measure").click()
    sees_line(user, "frames/s")

    assert read_speed(library.folder / SPEEDS, "motion", "auto")


def test_measuring_can_be_stopped(user: User, library: Library, rally: Path) -> None:
    user.opens(rally)
    sees_models(user, "motion")
    box(user).choose("motion")
    find_child(box(user), QPushButton, "measure").click()
    sees_line(user, "measuring")
    find_child(box(user), QPushButton, "measure").click()

    sees_line(user, "not measured yet")
    assert read_speed(library.folder / SPEEDS, "motion", "auto") is None


def test_an_analysis_tells_the_speed_too(user: User, library: Library, rally: Path) -> None:
    user.opens(rally)
    sees_models(user, "motion")
    box(user).choose("motion")
    user.tracks_to_the_end()

    sees_line(user, "frames/s")


def test_what_is_known_of_a_model_stays_folded_out(
    user: User, settings: Settings, clip: Path
) -> None:
    user.opens(clip)
    box(user).about_toggled.emit(True)

    assert settings.is_open("model")


def test_speeds_of_another_device_are_others(library: Library) -> None:
    memory = library.folder / SPEEDS
    write_speed(memory, "fast", "cpu", Speed(12.0, "torch-cpu-fp32", 1280, 720))

    assert read_speed(memory, "fast", "auto") is None


@pytest.mark.parametrize(
    ("rate", "words"), [(3.26, "3.3 frames/s"), (127.6, "128 frames/s"), (None, "not measured yet")]
)
def test_speeds_are_as_exact_as_they_are_useful(rate: float | None, words: str) -> None:
    speed = None if rate is None else Speed(rate, "cpu", 1280, 720)

    assert speed_facts(speed).text == words
