import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from tests.finding import find_child
from tests.widgets import pointing
from widgets.review.model_box import ModelBox, ModelFacts, SpeedFacts, about_text

FAST = ModelFacts("fast", "For CPUs", ("rallies: 25",), ("F1 0.84 on jakarta", "F1 0.95 on g01"))
TORN = ModelFacts("torn", fault="torn/weights is damaged. Get the model anew.")
MOTION = ModelFacts("motion", "No network")


@pytest.fixture
def box(qtbot: QtBot) -> ModelBox:
    box = ModelBox()
    qtbot.addWidget(box)
    box.set_models([FAST, TORN, MOTION], "fast")
    box.show()
    return box


def models(box: ModelBox) -> QComboBox:
    return next(c for c in box.findChildren(QComboBox) if c.accessibleName() == "Model")


def line(box: ModelBox) -> str:
    return next(x.text() for x in box.findChildren(QLabel) if x.accessibleName() == "Speed")


def flags(box: ModelBox, name: str) -> Qt.ItemFlag:
    items = models(box).model()
    return items.flags(items.index(models(box).findText(name), 0))


def test_every_model_is_offered_and_the_chosen_one_shown(box: ModelBox) -> None:
    assert [models(box).itemText(row) for row in range(3)] == ["fast", "torn", "motion"]
    assert models(box).currentText() == "fast"


def test_a_damaged_model_is_grey_and_says_why(box: ModelBox) -> None:
    tip = models(box).itemData(1, Qt.ItemDataRole.ToolTipRole)

    assert not flags(box, "torn") & Qt.ItemFlag.ItemIsEnabled
    assert tip == TORN.fault


@pytest.mark.qt_log_ignore("This plugin does not support")  # of a list without a screen
def test_a_damaged_model_is_seen_to_be_grey(box: ModelBox) -> None:
    models(box).showPopup()
    view = models(box).view()
    image = view.grab().toImage()
    items = models(box).model()
    brightest = []
    for row in (1, 2):
        place = view.visualRect(items.index(row, 0)) & image.rect()
        shown = image.copy(place)
        points = ((x, y) for x in range(shown.width()) for y in range(shown.height()))
        brightest.append(max(shown.pixelColor(x, y).lightness() for x, y in points))
    models(box).hidePopup()

    assert brightest[0] < brightest[1] - 60


def test_faults_found_later_grey_the_open_list(box: ModelBox) -> None:
    box.set_faults([FAST, TORN, ModelFacts("motion", fault="gone")])

    assert not flags(box, "motion") & Qt.ItemFlag.ItemIsEnabled


@pytest.mark.qt_log_ignore("This plugin does not support")  # of a list without a screen
def test_the_list_says_that_it_is_opened(box: ModelBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.list_opened):
        models(box).showPopup()
    models(box).hidePopup()


def test_a_model_is_chosen_once(box: ModelBox) -> None:
    said: list[str] = []
    box.model_chosen.connect(said.append)

    box.choose("motion")
    box.choose("motion")
    assert said == ["motion"]


def test_the_last_entry_asks_for_an_import_and_chooses_nothing(box: ModelBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.import_asked), qtbot.assertNotEmitted(box.model_chosen):
        box.choose("")

    assert models(box).currentText() == "fast"


def test_the_wheel_chooses_nothing(box: ModelBox) -> None:
    pointing.turn_wheel(models(box), (5, 5), up=-1)

    assert models(box).currentText() == "fast"


def test_score_and_speed_stand_in_one_line(box: ModelBox) -> None:
    box.set_speed(SpeedFacts("128 frames/s", "128 frames a second at 1280 x 720, cpu"))

    assert line(box) == "F1 0.84 · 128 frames/s"


def test_measuring_can_be_asked_for_and_stopped(box: ModelBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.measure_asked):
        find_child(box, QPushButton, "measure").click()
    box.set_speed(SpeedFacts("measuring…", measuring=True))

    assert find_child(box, QPushButton, "measure").text() == "Stop"
    with qtbot.waitSignal(box.stop_asked):
        find_child(box, QPushButton, "measure").click()


def test_while_a_model_is_at_work_nothing_is_to_be_chosen(box: ModelBox) -> None:
    box.set_busy(True)

    assert not models(box).isEnabled()
    assert not find_child(box, QPushButton, "measure").isEnabled()


def test_devices_are_offered_where_there_is_a_choice(box: ModelBox, qtbot: QtBot) -> None:
    devices = next(c for c in box.findChildren(QComboBox) if c.accessibleName() == "Device")
    assert not devices.isVisible()

    box.set_devices(("auto", "cpu", "cuda"), "cpu")
    assert devices.isVisible()
    assert devices.currentText() == "On the CPU"
    with qtbot.waitSignal(box.device_chosen) as chosen:
        devices.activated.emit(2)
    assert chosen.args == ["cuda"]


def test_all_that_is_known_folds_out(box: ModelBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.about_toggled) as toggled:
        QTest.mouseClick(find_child(box, QToolButton, "about_model"), Qt.MouseButton.LeftButton)

    assert toggled.args == [True]
    assert any("rallies: 25" in label.text() for label in box.findChildren(QLabel))


def test_words_of_a_card_are_not_taken_for_markup() -> None:
    facts = ModelFacts("<b>x", "<i>", ("<a href='x'>",), ("<p>",), "<u>")
    text = about_text(facts, SpeedFacts("<s>"))

    assert not any(tag in text for tag in ("<i>", "<a ", "<p>", "<u>", "<s>", "<b>"))


def test_setters_say_nothing(box: ModelBox, qtbot: QtBot) -> None:
    said: list[object] = []
    for signal in (box.model_chosen, box.device_chosen, box.about_toggled):
        signal.connect(said.append)

    box.set_models([FAST, MOTION], "motion")
    box.set_devices(("auto", "cpu"), "cpu")
    box.set_about_shown(True)
    assert said == []
