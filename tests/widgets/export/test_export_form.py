from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox
from pytestqt.qtbot import QtBot

from storage.formats.entry.export_format import Span
from storage.formats.export.options import ExportRequest
from tests.finding import find_child
from tests.widgets.export_formats import FORMATS, export_video
from widgets.export.export_form import ExportForm

TABLE, SET, CLIPS, BARE = FORMATS


@pytest.fixture
def form(qtbot: QtBot) -> ExportForm:
    """A form of the data set, with two videos of which the first is ticked."""
    form = ExportForm(Path("/exports"))
    qtbot.addWidget(form)
    form.set_format(SET)
    form.set_videos([export_video(), export_video("semi", events=("hit",))], ["final"])
    form.show()
    return form


def titles(form: ExportForm, row: str) -> list[str]:
    combo = find_child(form, QComboBox, row)
    return [combo.itemText(place) for place in range(combo.count())]


def tick(form: ExportForm, video: str) -> None:
    """Tick a video, as a click on its box does."""
    [item] = form.videos.findItems(video, Qt.MatchFlag.MatchStartsWith)
    item.setCheckState(Qt.CheckState.Checked)


def pick(form: ExportForm, row: str, title: str) -> None:
    combo = find_child(form, QComboBox, row)
    place = titles(form, row).index(title)
    combo.setCurrentIndex(place)
    combo.activated.emit(place)


def test_what_is_proposed_is_the_whole_of_the_ticked_video(form: ExportForm) -> None:
    assert form.request == ExportRequest(
        "set", ("final",), "/exports", "final-set", images="jpeg", task="points"
    )


@pytest.mark.parametrize(("format", "name"), [(TABLE, "final.csv"), (CLIPS, "final-clips")])
def test_a_format_proposes_a_name_of_its_own(form: ExportForm, format: object, name: str) -> None:
    form.set_format(format)  # type: ignore[arg-type]

    assert form.request.name == name


def test_several_videos_go_into_one_folder(form: ExportForm) -> None:
    tick(form, "semi.mp4")
    form.set_format(TABLE)

    assert form.request.videos == ("final", "semi")
    assert form.request.name == "2-videos-csv"


def test_rows_that_a_format_does_not_have_do_not_count(form: ExportForm) -> None:
    find_child(form, QSpinBox, "every").setValue(5)
    pick(form, "images", "PNG, lossless")
    form.set_format(CLIPS)

    assert (form.request.every, form.request.images) == (1, "jpeg")
    assert not find_child(form, QSpinBox, "every").isVisible()


def test_a_task_hides_what_it_has_no_use_for(form: ExportForm) -> None:
    size = find_child(form, QSpinBox, "size")
    assert not size.isVisible()

    pick(form, "task", "Boxes")
    assert size.isVisible()


def test_events_are_offered_where_there_are_some(form: ExportForm) -> None:
    assert not form.classes.isVisible()

    tick(form, "semi.mp4")
    assert form.classes.isVisible()
    assert form.request.classes is None


def test_a_marked_range_is_proposed_for_its_own_video_alone(form: ExportForm) -> None:
    form.set_in_out_range(range(10, 20), "final")
    one = form.request
    tick(form, "semi.mp4")

    assert (one.span, one.ranges) == (Span.RANGES, (range(10, 20),))
    assert form.request.span == Span.WHOLE


def test_clips_are_proposed_where_they_are_the_point(form: ExportForm) -> None:
    form.set_videos([export_video(clips=3)], ["final"])
    form.set_format(CLIPS)

    assert titles(form, "span") == ["Kept clips (3)", "The whole video"]
    assert form.request.span == Span.CLIPS


def test_frames_that_the_user_chose_stay_chosen(form: ExportForm) -> None:
    pick(form, "span", "Reviewed frames")
    form.set_in_out_range(range(10, 20), "final")

    assert form.request.span == Span.REVIEWED


def test_each_format_has_pictures_of_its_own(form: ExportForm) -> None:
    pick(form, "images", "PNG, lossless")
    form.set_format(BARE)
    assert form.request.images == "none"

    form.set_format(SET)
    assert form.request.images == "png"


def test_choices_can_be_remembered(form: ExportForm, qtbot: QtBot) -> None:
    find_child(form, QSpinBox, "every").setValue(5)
    pick(form, "images", "PNG, lossless")
    pick(form, "task", "Boxes")
    other = ExportForm(Path("/exports"))
    qtbot.addWidget(other)
    other.set_format(SET)

    other.set_values(form.values())

    assert (other.request.every, other.request.images, other.request.task) == (5, "png", "boxes")


@pytest.mark.parametrize("values", [{}, {"every": "x", "task": "?", "images-set": "gif"}])
def test_what_was_remembered_and_makes_no_sense_is_passed_over(
    form: ExportForm, values: dict[str, str]
) -> None:
    before = form.request
    form.set_values(values)

    assert form.request == before


def test_choosing_is_told_and_setting_is_not(form: ExportForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.changed):
        form.set_format(CLIPS)
        form.set_in_out_range(range(3, 4), "final")
    with qtbot.waitSignal(form.changed):
        find_child(form, QCheckBox, "fast_copy").click()


def test_what_is_remembered_is_no_word_of_the_user(form: ExportForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.changed):
        form.set_values({"every": "5", "size": "9"})
