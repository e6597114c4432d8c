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
from tests.finding import found
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


def test_proposals_as_sure_as_their_threshold_are_listed(judge: User) -> None:
    assert listed(judge) == [
        (8, "hit", "Model"),
        (15, "bounce", "Model"),
        (30, "hit", "Model"),
        (41, "bounce", "Model"),
    ]


def test_a_threshold_shows_and_hides(judge: User) -> None:
    panel = judge.session.page.events
    panel.sliders.slider("hit").setValue(20)
    panel.sliders.slider("bounce").setValue(60)

    assert [frame for frame, _, _ in listed(judge)] == [8, 15, 22, 30]


def test_a_threshold_is_remembered(judge: User, proposed: Path) -> None:
    judge.session.page.events.sliders.slider("hit").setValue(20)
    judge.leaves()
    judge.opens(proposed)

    assert judge.session.page.events.sliders.slider("hit").value() == 20
    assert (22, "hit", "Model") in listed(judge)


def test_accepting_goes_from_proposal_to_proposal(judge: User) -> None:
    judge.presses("E")
    judge.sees_frame(8)
    presses_and_rests(judge, "Q")
    judge.sees_frame(15)
    presses_and_rests(judge, "W")
    judge.sees_frame(30)

    assert listed(judge)[:2] == [(8, "hit", "Accepted"), (15, "bounce", "Rejected")]


def test_next_and_previous_pass_over_what_was_rejected(judge: User) -> None:
    judge.goes_to(15)
    presses_and_rests(judge, "W")
    judge.goes_to(0)
    for keys, frame in (("E", 8), ("E", 30), ("Shift+E", 8)):
        judge.presses(keys)
        judge.sees_frame(frame)


def test_one_undo_takes_back_one_answer(judge: User) -> None:
    judge.goes_to(8)
    presses_and_rests(judge, "Q")
    judge.undoes()
    assert listed(judge)[0] == (8, "hit", "Model")

    judge.redoes()
    assert listed(judge)[0] == (8, "hit", "Accepted")


def test_all_shown_proposals_are_accepted_and_taken_back_at_once(judge: User) -> None:
    presses_and_rests(judge, "Shift+Q")
    judge.sees_notice("4 events accepted.")
    assert {source for _, _, source in listed(judge)} == {"Accepted"}

    judge.undoes()
    assert {source for _, _, source in listed(judge)} == {"Model"}


def test_only_the_proposals_of_the_range_are_accepted(judge: User) -> None:
    judge.marks_range(10, 35)
    presses_and_rests(judge, "Shift+Q")

    judge.sees_notice("2 events accepted in the range.")
    assert [source for _, _, source in listed(judge)] == ["Model", "Accepted", "Accepted", "Model"]


def test_a_proposal_is_moved_frame_by_frame_and_the_picture_goes_with_it(judge: User) -> None:
    judge.goes_to(30)
    presses_and_rests(judge, ".")
    judge.sees_frame(31)
    presses_and_rests(judge, ".")
    judge.sees_frame(32)
    presses_and_rests(judge, ",")
    judge.sees_frame(31)

    assert (31, "hit", "Corrected") in listed(judge)
    assert len(listed(judge)) == len(PROPOSED) - 1


def test_quick_moves_add_up(judge: User) -> None:
    judge.goes_to(30)
    for _ in range(3):
        judge.presses(".")
    judge.rests()

    judge.sees_frame(33)
    assert (33, "hit", "Corrected") in listed(judge)


def test_an_event_is_changed_to_another_class(judge: User) -> None:
    judge.goes_to(30)
    presses_and_rests(judge, "Shift+B")
    assert (30, "bounce", "Corrected") in listed(judge)

    judge.session.page.events.choose_class("smash")
    presses_and_rests(judge, "Shift+Ins")
    assert (30, "smash", "Corrected") in listed(judge)
    assert (30, "hit", "Model") not in listed(judge)


def test_what_was_answered_stays_away_when_the_model_runs_again(
    judge: User, proposed: Path, library: Library
) -> None:
    judge.goes_to(8)
    presses_and_rests(judge, "W")
    judge.goes_to(15)
    presses_and_rests(judge, ".", ".", ".", ".", ".")
    judge.leaves()
    write_events(library, proposed, [proposal(9), proposal(14, "bounce"), proposal(30)])
    judge.opens(proposed)

    assert listed(judge) == [
        (8, "hit", "Rejected"),
        (20, "bounce", "Corrected"),
        (30, "hit", "Model"),
    ]


def test_a_hit_is_marked_in_the_frame_on_screen(judge: User) -> None:
    judge.goes_to(3)
    presses_and_rests(judge, "H")
    judge.goes_to(20)
    presses_and_rests(judge, "B")

    assert list(judge.session.labels.events.values()) == [Event(3, HIT), Event(20, "bounce")]


def test_while_it_plays_the_frame_on_screen_counts(judge: User) -> None:
    judge.presses("Space")
    judge.qtbot.waitUntil(lambda: judge.session.view.frame > 2)
    frame = judge.session.view.frame
    judge.presses("H")
    judge.presses("Space")
    judge.rests()

    [event] = judge.session.labels.events.values()
    assert event.frame - frame in (0, 1)


def test_a_frame_has_an_event_of_a_class_once(judge: User) -> None:
    judge.goes_to(3)
    presses_and_rests(judge, "H", "H")

    judge.sees_notice("already an event “hit”")
    assert len(judge.session.labels.events) == 1


def test_to_mark_what_is_proposed_accepts_it(judge: User) -> None:
    judge.goes_to(8)
    presses_and_rests(judge, "H")

    assert listed(judge)[0] == (8, "hit", "Accepted")


def test_a_deleted_answer_brings_the_proposal_back(judge: User) -> None:
    judge.goes_to(8)
    presses_and_rests(judge, "Q")
    judge.goes_to(8)
    presses_and_rests(judge, "Shift+W")

    assert listed(judge)[0] == (8, "hit", "Model")


def test_a_proposal_is_not_deleted_but_rejected(judge: User) -> None:
    judge.goes_to(8)
    presses_and_rests(judge, "Shift+W")

    judge.sees_notice(NOT_YOURS[0])
    assert not judge.session.labels.events


@pytest.mark.parametrize("keys", ["Q", "W", ",", ".", "Shift+H", "Shift+W"])
def test_without_an_event_nothing_happens_and_that_is_said(reviewer: User, keys: str) -> None:
    presses_and_rests(reviewer, keys)

    reviewer.sees_notice(NO_EVENT[0])
    assert not reviewer.session.labels.undoable[0]


def test_a_press_on_the_timeline_chooses_among_events_of_one_frame(
    judge: User,
) -> None:
    judge.goes_to(8)
    presses_and_rests(judge, "B")
    bounce = next(e for e in judge.session.labels.events.values() if e.name == "bounce")
    judge.session.page.timeline.event_chosen.emit(bounce)
    presses_and_rests(judge, "W")

    assert listed(judge)[:2] == [(8, "bounce", "Rejected"), (8, "hit", "Model")]


def test_a_row_of_the_list_is_gone_to(judge: User) -> None:
    judge.session.page.events.row_chosen.emit(2)

    judge.sees_frame(30)


def test_the_panel_says_how_to_get_events(reviewer: User) -> None:
    reviewer.presses("Ctrl+B")

    assert reviewer.session.page.shows_events
    assert "press H for a hit" in reviewer.session.page.events.empty_text


def test_accepted_events_are_exported(judge: User, tmp_path: Path) -> None:
    judge.goes_to(8)
    presses_and_rests(judge, "Q")
    judge.goes_to(15)
    presses_and_rests(judge, "W")
    judge.exports("events-csv", tmp_path / "clip.events.csv")

    [row] = read_events_csv(tmp_path / "clip.events.csv")
    assert (row.frame, row.source, row.attributes) == (8, Source.HUMAN, (("side", "near"),))


def test_proposals_that_are_shown_are_exported_if_that_is_wanted(
    judge: User, tmp_path: Path
) -> None:
    judge.session.page.events.sliders.slider("bounce").setValue(60)
    judge.presses("Ctrl+E")
    found(judge.window, ExportWizard).choose("events-csv")
    labels = found(judge.window, QComboBox, "effective")
    labels.setCurrentIndex(labels.findData(True))
    judge.asks_for("events-csv", path := tmp_path / "clip.events.csv")
    judge.qtbot.waitUntil(path.exists)

    assert [row.frame for row in read_events_csv(path)] == [8, 15, 30]


def test_usual_classes_and_those_of_the_video_can_be_chosen(judge: User) -> None:
    judge.goes_to(30)
    judge.session.page.events.choose_class("smash")
    presses_and_rests(judge, "Shift+Ins")

    box = found(judge.session.page.events, QComboBox)
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


def test_reopening_keeps_what_was_said(judge: User, proposed: Path) -> None:
    judge.goes_to(8)
    presses_and_rests(judge, "Q")
    judge.leaves()
    judge.opens(proposed)

    assert listed(judge)[0] == (8, "hit", "Accepted")
    assert judge.session.labels.events.popitem()[1].review is Review.ACCEPTED
