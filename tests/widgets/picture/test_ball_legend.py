from pytestqt.qtbot import QtBot

from storage.records import Review, Source, Visibility
from widgets.picture.ball_legend import SOURCES, BallLegend


def test_every_shape_is_explained(qtbot: QtBot) -> None:
    legend = BallLegend()
    qtbot.addWidget(legend)
    legend.grab()

    marks = [mark for _, mark in SOURCES]
    assert {mark.source for mark in marks} == set(Source) - {Source.NONE}
    assert {mark.visibility for mark in marks} == set(Visibility) - {Visibility.ABSENT}
    assert {mark.review for mark in marks} >= {Review.ACCEPTED, Review.REJECTED}
    for name in ("Interpolated", "Candidate", "Compared"):
        assert name in legend.accessibleName()
