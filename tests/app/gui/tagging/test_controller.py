from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox

from app.gui.shell.actions import ACTIONS
from app.gui.tagging.controller import HIT
from app.gui.tagging.event_gestures import NO_EVENT, NOT_YOURS
from app.gui.tagging.event_review import USUAL_CLASSES
from storage.formats.tables.events_csv import read_events_csv
from storage.library.library import Library
from storage.records import Event, Review, Source
from tests.app.gui.tagging.conftest import PROPOSED, proposal, write_events
from tests.app.user import User
from tests.finding import find_child
from widgets.export.export_wizard import ExportWizard


def listed(user: User) -> list[tuple[int, str, str]]:
    """Frame, class and source of all rows of the panel, as they are read."""
    model = user.session.page.events.model
    texts = [
        [str(model.index(row, column).data()) for column in range(4)]
        for row in range(model.rowCount())
    ]
    return [(int(frame), name, source) for name, frame, _, source in texts]


def presses_and_rests(user: User, *keys: str) -> None:
    for key in keys:
        user.presses(key)
        user.rests()


def test_proposals_as_sure_as_their_threshold_are_listed(analyst: User) -> None:
    assert listed(analyst) == [
        (8, "hit", "Model"),
        (15, "bounce", "Model"),
        (30, "hit", "Model"),
        (41, "bounce", "Model"),
    ]


def test_a_threshold_shows_and_hides(analyst: User) -> None:
    panel = analyst.session.page.events
    panel.sliders.slider("hit").setValue(20)
    panel.sliders.slider("bounce").setValue(60)

    assert [frame for frame, _, _ in listed(analyst)] == [8, 15, 22, 30]


def test_a_threshold_is_remembered(analyst: User, proposed: Path) -> None:
    analyst.session.page.events.sliders.slider("hit").setValue(20)
    analyst.leaves()
    analyst.opens(proposed)

    assert analyst.session.page.events.sliders.slider("hit").value() == 20
    assert (22, "hit", "Model") in listed(analyst)


def test_accepting_goes_from_proposal_to_proposal(analyst: User) -> None:
    analyst.presses("E")
    analyst.sees_frame(8)
    presses_and_rests(analyst, "Q")
    analyst.sees_frame(15)
    presses_and_rests(analyst, "W")
    analyst.sees_frame(30)

    assert listed(analyst)[:2] == [(8, "hit", "Accepted"), (15, "bounce", "Rejected")]


def test_next_and_previous_pass_over_what_was_rejected(analyst: User) -> None:
    analyst.goes_to(15)
    presses_and_rests(analyst, "W")
    analyst.goes_to(0)
    for keys, frame in (("E", 8), ("E", 30), ("Shift+E", 8)):
        analyst.presses(keys)
        analyst.sees_frame(frame)


def test_one_undo_takes_back_one_answer(analyst: User) -> None:
    analyst.goes_to(8)
    presses_and_rests(analyst, "Q")
    analyst.undoes()
    assert listed(analyst)[0] == (8, "hit", "Model")

    analyst.redoes()
    assert listed(analyst)[0] == (8, "hit", "Accepted")


def test_all_shown_proposals_are_accepted_and_taken_back_at_once(analyst: User) -> None:
    presses_and_rests(analyst, "Shift+Q")
    analyst.sees_notice("4 events accepted.")
    assert {source for _, _, source in listed(analyst)} == {"Accepted"}

    analyst.undoes()
    assert {source for _, _, source in listed(analyst)} == {"Model"}


def test_only_the_proposals_of_the_range_are_accepted(analyst: User) -> None:
    analyst.marks_range(10, 35)
    presses_and_rests(analyst, "Shift+Q")

    analyst.sees_notice("2 events accepted in the range.")
    assert [source for _, _, source in listed(analyst)] == [
        "Model",
        "Accepted",
        "Accepted",
        "Model",
    ]


def test_a_proposal_is_moved_frame_by_frame_and_the_picture_goes_with_it(analyst: User) -> None:
    analyst.goes_to(30)
    presses_and_rests(analyst, ".")
    analyst.sees_frame(31)
    presses_and_rests(analyst, ".")
    analyst.sees_frame(32)
    presses_and_rests(analyst, ",")
    analyst.sees_frame(31)

    assert (31, "hit", "Corrected") in listed(analyst)
    assert len(listed(analyst)) == len(PROPOSED) - 1


def test_quick_moves_add_up(analyst: User) -> None:
    analyst.goes_to(30)
    for _ in range(3):
        analyst.presses(".")
    analyst.rests()

    analyst.sees_frame(33)
    assert (33, "hit", "Corrected") in listed(analyst)


def test_an_event_is_changed_to_another_class(analyst: User) -> None:
    analyst.goes_to(30)
    presses_and_rests(analyst, "Shift+B")
    assert (30, "bounce", "Corrected") in listed(analyst)

    find_child(analyst.session.page.events, QComboBox, "event_class").setCurrentText("smash")
    presses_and_rests(analyst, "Shift+Ins")
    assert (30, "smash", "Corrected") in listed(analyst)
    assert (30, "hit", "Model") not in listed(analyst)


def test_what_was_answered_stays_away_when_the_model_runs_again(
    analyst: User, proposed: Path, library: Library
) -> None:
    analyst.goes_to(8)
    presses_and_rests(analyst, "W")
    analyst.goes_to(15)
    presses_and_rests(analyst, ".", ".", ".", ".", ".")
    analyst.leaves()
    write_events(library, proposed, [proposal(9), proposal(14, "bounce"), proposal(30)])
    analyst.opens(proposed)

    assert listed(analyst) == [
        (8, "hit", "Rejected"),
        (20, "bounce", "Corrected"),
        (30, "hit", "Model"),
    ]


def test_a_hit_is_marked_in_the_frame_on_screen(analyst: User) -> None:
    analyst.goes_to(3)
    presses_and_rests(analyst, "H")
    analyst.goes_to(20)
    presses_and_rests(analyst, "B")

    assert list(analyst.session.labels.events.values()) == [Event(3, HIT), Event(20, "bounce")]


def test_while_it_plays_the_frame_on_screen_counts(analyst: User) -> None:
    analyst.presses("Space")
    analyst.qtbot.waitUntil(lambda: analyst.session.view.frame > 2)
    frame = analyst.session.view.frame
    analyst.presses("H")
    analyst.presses("Space")
    analyst.rests()

    [event] = analyst.session.labels.events.values()
    assert event.frame - frame in (0, 1)


def test_a_frame_has_an_event_of_a_class_once(analyst: User) -> None:
    analyst.goes_to(3)
    presses_and_rests(analyst, "H", "H")

    analyst.sees_notice("already an event “hit”")
    assert len(analyst.session.labels.events) == 1


def test_to_mark_what_is_proposed_accepts_it(analyst: User) -> None:
    analyst.goes_to(8)
    presses_and_rests(analyst, "H")

    assert listed(analyst)[0] == (8, "hit", "Accepted")


def test_a_deleted_answer_brings_the_proposal_back(analyst: User) -> None:
    analyst.goes_to(8)
    presses_and_rests(analyst, "Q")
    analyst.goes_to(8)
    presses_and_rests(analyst, "Shift+W")

    assert listed(analyst)[0] == (8, "hit", "Model")


def test_a_proposal_is_not_deleted_but_rejected(analyst: User) -> None:
    analyst.goes_to(8)
    presses_and_rests(analyst, "Shift+W")

    analyst.sees_notice(NOT_YOURS[0])
    assert not analyst.session.labels.events


@pytest.mark.parametrize("keys", ["Q", "W", ",", ".", "Shift+H", "Shift+W"])
def test_without_an_event_nothing_happens_and_that_is_said(reviewer: User, keys: str) -> None:
    presses_and_rests(reviewer, keys)

    reviewer.sees_notice(NO_EVENT[0])
    assert not reviewer.session.labels.undoable[0]


def test_a_press_on_the_timeline_chooses_among_events_of_one_frame(
    analyst: User,
) -> None:
    analyst.goes_to(8)
    presses_and_rests(analyst, "B")
    bounce = next(e for e in analyst.session.labels.events.values() if e.name == "bounce")
    analyst.session.page.timeline.event_chosen.emit(bounce)
    presses_and_rests(analyst, "W")

    assert listed(analyst)[:2] == [(8, "bounce", "Rejected"), (8, "hit", "Model")]


def test_a_row_of_the_list_is_gone_to(analyst: User) -> None:
    analyst.session.page.events.row_chosen.emit(2)

    analyst.sees_frame(30)


def test_the_panel_says_how_to_get_events(reviewer: User) -> None:
    reviewer.presses("Ctrl+B")

    assert reviewer.session.page.shows_events
    assert "press H for a hit" in reviewer.session.page.events.empty_text


def test_accepted_events_are_exported(analyst: User, tmp_path: Path) -> None:
    analyst.goes_to(8)
    presses_and_rests(analyst, "Q")
    analyst.goes_to(15)
    presses_and_rests(analyst, "W")
    analyst.exports("events-csv", tmp_path / "clip.events.csv")

    [row] = read_events_csv(tmp_path / "clip.events.csv")
    assert (row.frame, row.source, row.attributes) == (8, Source.HUMAN, (("side", "near"),))


def test_proposals_that_are_shown_are_exported_if_that_is_wanted(
    analyst: User, tmp_path: Path
) -> None:
    analyst.session.page.events.sliders.slider("bounce").setValue(60)
    analyst.presses("Ctrl+E")
    find_child(analyst.window, ExportWizard).choose("events-csv")
    labels = find_child(analyst.window, QComboBox, "effective")
    labels.setCurrentIndex(labels.findData(True))
    analyst.asks_for("events-csv", path := tmp_path / "clip.events.csv")
    analyst.qtbot.waitUntil(path.exists)

    assert [row.frame for row in read_events_csv(path)] == [8, 15, 30]


def test_usual_classes_and_those_of_the_video_can_be_chosen(analyst: User) -> None:
    analyst.goes_to(30)
    find_child(analyst.session.page.events, QComboBox, "event_class").setCurrentText("smash")
    presses_and_rests(analyst, "Shift+Ins")

    box = find_child(analyst.session.page.events, QComboBox, "event_class")
    assert [box.itemText(row) for row in range(box.count())] == [*USUAL_CLASSES, "smash"]


def test_tracking_the_ball_proposes_events(user: User, rally: Path) -> None:
    user.opens(rally)
    user.session.models.choose("motion")
    user.tracks_to_the_end()

    user.qtbot.waitUntil(lambda: bool(listed(user)), timeout=20_000)
    assert {source for _, _, source in listed(user)} == {"Model"}


def test_no_two_actions_share_a_key() -> None:
    keys = [action.key for action in ACTIONS if action.key]

    assert len(keys) == len(set(keys))


def test_reopening_keeps_what_was_said(analyst: User, proposed: Path) -> None:
    analyst.goes_to(8)
    presses_and_rests(analyst, "Q")
    analyst.leaves()
    analyst.opens(proposed)

    assert listed(analyst)[0] == (8, "hit", "Accepted")
    assert analyst.session.labels.events.popitem()[1].review is Review.ACCEPTED
