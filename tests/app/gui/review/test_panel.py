import pytest
from PySide6.QtWidgets import QPushButton

from app.gui.review.panel import sensible_actions
from storage.records import Review, Source, Visibility
from tests.app.rally import ABSENT
from tests.app.user import User
from tests.finding import find_child
from widgets.picture.ball_marks import BallMark
from widgets.review.track_panel import ACTIONS

ALWAYS = {"absent", "interpolate"}
PLACED = {"reject", "clear", "blurred", "occluded"}


@pytest.mark.parametrize(
    ("mark", "names"),
    [
        (None, set()),
        (BallMark(1, 2, Source.MODEL), PLACED | {"accept"}),
        (BallMark(None, None, Source.MODEL, Visibility.ABSENT), {"accept"}),
        (BallMark(1, 2, Source.HUMAN, review=Review.CORRECTED), PLACED | {"remove"}),
        (BallMark(1, 2, Source.INTERPOLATED), PLACED | {"accept", "remove"}),
        (
            BallMark(None, None, Source.HUMAN, Visibility.ABSENT, review=Review.REJECTED),
            {"remove"},
        ),
    ],
)
def test_the_panel_offers_what_can_change_the_frame(mark: BallMark | None, names: set[str]) -> None:
    assert sensible_actions(mark) == ALWAYS | names


def test_the_author_of_a_label_is_shown_where_the_user_rests(reviewer: User) -> None:
    reviewer.goes_to(5)
    reviewer.presses("X")
    reviewer.rests()

    reviewer.sees_fact("Review", "Rejected")
    reviewer.sees_fact("Author", "ana")


def test_the_author_goes_with_the_frame(reviewer: User) -> None:
    reviewer.presses("X")
    reviewer.rests()
    reviewer.sees_fact("Author", "ana")

    reviewer.goes_to(5)

    reviewer.sees_fact("Author", "\N{EN DASH}")
    reviewer.sees_fact("Source", "Model")


def test_a_click_in_the_panel_is_the_same_as_its_key(reviewer: User) -> None:
    reviewer.clicks_button("occluded")
    reviewer.rests()

    assert reviewer.track.visibility[0] == Visibility.OCCLUDED


def test_buttons_are_grey_where_they_make_no_sense(reviewer: User) -> None:
    assert find_child(reviewer.window, QPushButton, "reject").isEnabled()

    reviewer.goes_to(ABSENT.start)

    assert not find_child(reviewer.window, QPushButton, "reject").isEnabled()


def test_a_button_and_its_menu_entry_have_one_name(reviewer: User) -> None:
    panel = reviewer.session.page.panel

    for name, text, _, _ in ACTIONS:
        assert reviewer.action(name).text() == text == find_child(panel, QPushButton, name).text()
