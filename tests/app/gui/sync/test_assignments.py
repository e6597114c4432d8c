from datetime import UTC, datetime
from uuid import UUID

from PySide6.QtWidgets import QPushButton

from app.gui.sync.assignments import assignments_text
from storage.library.labels import Stored, StoredAssignment
from storage.records import Assignment
from tests.app.user import User
from tests.finding import find_child
from widgets.cloud.assignments_dialog import AssignmentsDialog

TIME = datetime(2026, 1, 2, tzinfo=UTC)


def stored_assignments(*assignments: Assignment) -> dict[UUID, StoredAssignment]:
    return {
        UUID(int=number): Stored(one, "ana", TIME, UUID(int=0))
        for number, one in enumerate(assignments)
    }


def test_the_words_say_who_has_taken_what() -> None:
    words = assignments_text(
        stored_assignments(Assignment(0, 100, "ana"), Assignment(0, 50, "bob")), 100
    )

    assert words == "Taken by ana (all), bob (frames 0 to 49)"


def test_many_are_counted() -> None:
    words = assignments_text(stored_assignments(*[Assignment(0, 9, "ana")] * 6), 100)

    assert words.endswith("and 2 more")


def test_nobody_takes_no_room() -> None:
    assert assignments_text({}, 100) == ""


def test_a_range_is_taken_and_given_back(reviewer: User) -> None:
    page = reviewer.session.page
    reviewer.marks_range(3, 7)
    reviewer.presses("Ctrl+Shift+T")
    dialog = find_child(reviewer.window, AssignmentsDialog)
    find_child(dialog, QPushButton, "take-range").click()
    reviewer.qtbot.waitUntil(lambda: dialog.rows == 1)
    assert page.taken == "Taken by ana (frames 3 to 7)"

    find_child(dialog, QPushButton, "give-back").click()
    reviewer.qtbot.waitUntil(lambda: dialog.rows == 0)
    assert page.taken == ""
    dialog.reject()


def test_without_a_range_nothing_is_taken_and_it_says_what_to_do(reviewer: User) -> None:
    reviewer.presses("Ctrl+T")

    reviewer.sees_notice("No range is set.")
    reviewer.rests()
    assert reviewer.session.page.taken == ""
    assert not reviewer.action("undo").isEnabled()


def test_taking_can_be_undone(reviewer: User) -> None:
    reviewer.marks_range(3, 7)
    reviewer.presses("Ctrl+T")
    reviewer.qtbot.waitUntil(lambda: "frames 3 to 7" in reviewer.session.page.taken)
    reviewer.undoes()

    reviewer.qtbot.waitUntil(lambda: reviewer.session.page.taken == "")
