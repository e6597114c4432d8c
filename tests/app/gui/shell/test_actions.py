from app.gui.review.panel import sensible_actions
from app.gui.shell.actions import ACTIONS
from widgets.review.track_panel import ACTIONS as PANEL


def test_no_two_actions_share_a_name_or_a_key() -> None:
    keys = [action.key for action in ACTIONS if action.key]

    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert len(set(keys)) == len(keys)


def test_every_button_of_the_panel_is_an_action() -> None:
    assert {name for name, *_ in PANEL} <= {action.id for action in ACTIONS}


def test_what_makes_sense_is_offered_by_the_panel() -> None:
    assert sensible_actions(None) <= {name for name, *_ in PANEL}
