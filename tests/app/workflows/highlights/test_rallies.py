from datetime import UTC, datetime
from math import isnan
from uuid import uuid4

import pytest

from app.workflows.analysis.find_events import EventAnalysis
from app.workflows.analysis.results import Analysis
from app.workflows.analysis.track_ball import AnalysisResult
from app.workflows.highlights.rallies import match_rallies, term_values
from app.workflows.videos import OpenedVideo
from storage.records import BallRow, Event, Run, Source, Visibility

RALLIES = ((10, 30), (45, 80))


@pytest.fixture
def analysis(opened: OpenedVideo) -> Analysis:
    """The ball flies 6.4 pixels a frame in the second rally, and half as fast in the first."""
    run = Run(uuid4(), opened.video.fingerprint, "motion", "", "", 0, 100, "cpu", datetime.now(UTC))
    rows = tuple(
        BallRow(f, Visibility.CLEAR, (3.2 if f < 40 else 6.4) * f, 50.0, 0.8, Source.MODEL)
        for f in range(100)
    )
    hits = tuple(Event(f, "hit", 0.9, Source.MODEL) for f in (11, 25, 46, 55, 63, 71, 90))
    events = EventAnalysis(run, "badminton", hits, RALLIES)
    return Analysis(opened.video, AnalysisResult(run, 100, 100, 1.0, 100.0), rows, events)


def test_each_rally_is_measured(opened: OpenedVideo, analysis: Analysis) -> None:
    values = term_values(match_rallies(opened, analysis, 0.0, 0.0))

    assert values["length"] == pytest.approx([0.8, 1.4])
    assert values["shots"] == [2, 4]
    # pictures are 640 wide, at 25 a second
    assert values["speed"] == pytest.approx([0.125, 0.25])
    assert values["certainty"] == pytest.approx([80, 80])
    assert values["sound"][0] + values["sound"][1] == pytest.approx(0)  # against their median


def test_lead_and_lag_end_at_neighbours_and_at_the_video(
    opened: OpenedVideo, analysis: Analysis
) -> None:
    shown = [(r.begin, r.end) for r in match_rallies(opened, analysis, 9.0, 9.0)]

    assert shown == [(0, 45), (30, 100)]


def test_usual_lead_and_lag_are_seconds(opened: OpenedVideo, analysis: Analysis) -> None:
    first, _ = match_rallies(opened, analysis, 0.2, 0.4)

    assert (first.begin, first.first, first.stop, first.end) == (5, 10, 30, 41)
    assert first.name == "match, rally 1"


def test_what_was_not_analysed_has_no_rallies(opened: OpenedVideo, analysis: Analysis) -> None:
    without = Analysis(analysis.video, analysis.result, analysis.rows, None)

    assert match_rallies(opened, without, 1.0, 1.0) == []


def test_a_ball_that_is_never_seen_has_no_speed(opened: OpenedVideo, analysis: Analysis) -> None:
    blind = Analysis(analysis.video, analysis.result, (), analysis.events)

    assert all(isnan(speed) for speed in term_values(match_rallies(opened, blind, 0, 0))["speed"])
