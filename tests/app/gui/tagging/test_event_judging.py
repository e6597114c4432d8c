"""A model's events against the reviewer's own, in the window (app.gui.tagging.event_judging)."""

from app.gui.tagging.event_judging import EventJudging
from tests.app.user import User


def judging(analyst: User) -> EventJudging:
    review = analyst.session.findChild(EventJudging)
    assert review is not None
    return review


def test_what_was_judged_is_counted_and_gone_through(analyst: User) -> None:
    for frame, key in ((8, "Q"), (30, "W"), (15, "Q")):
        analyst.goes_to(frame)
        analyst.presses(key)
        analyst.rests()
    analyst.goes_to(2)
    analyst.presses("H")
    analyst.rests()
    judged = judging(analyst)
    analyst.qtbot.waitUntil(lambda: sum(judged.counts.values()) == 4)

    assert judged.counts == {
        ("hit", "hit"): 1,
        (None, "hit"): 1,
        ("bounce", "bounce"): 1,
        ("hit", None): 1,
    }
    assert set(judged.curves) == {"hit"}
    analyst.session.page.events.cell_chosen.emit((None, "hit"))
    analyst.sees_frame(30)
    assert "1 of 1: You rejected it, the model says hit" in analyst.notice


def test_a_threshold_moves_examples_to_other_cells(analyst: User) -> None:
    analyst.goes_to(8)
    analyst.presses("Q")
    analyst.rests()
    judged = judging(analyst)
    analyst.qtbot.waitUntil(lambda: judged.counts == {("hit", "hit"): 1})

    analyst.session.page.events.threshold_changed.emit("hit", 0.95)
    assert judged.counts == {("hit", None): 1}
