from fractions import Fraction

import pytest

from storage.formats.timelines.edl import write_edl
from storage.formats.timelines.fcpxml import VERSIONS, write_fcpxml
from storage.formats.timelines.otio import write_otio
from storage.formats.timelines.timeline import EditTimeline
from storage.formats.timelines.xmeml import write_xmeml
from tests.storage.formats.timelines.exact_readers import (
    Starts,
    read_edl,
    read_fcpxml,
    read_otio,
    read_xmeml,
)
from tests.storage.formats.timelines.timelines import (
    DROPPING,
    RATES,
    pieces,
    timeline_by_chance,
)

CASES = [(rate, False) for rate in RATES] + [(rate, True) for rate in DROPPING]
CLIPS = {False: 500, True: 100}  # with cuts alone, and with dissolves


def starts(timeline: EditTimeline) -> Starts:
    return {source.name: source.start for source in timeline.sources}


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]}-{'df' if case[1] else 'ndf'}")
def case(request: pytest.FixtureRequest) -> tuple[Fraction, bool]:
    rate, drop = request.param
    return rate, drop


@pytest.mark.parametrize("dissolves", [False, True], ids=["cuts", "dissolves"])
class TestEveryFrameComesBack:
    def test_from_an_edl(self, case: tuple[Fraction, bool], dissolves: bool) -> None:
        timeline = timeline_by_chance(*case, CLIPS[dissolves], dissolves=dissolves)

        text = write_edl(timeline)

        assert read_edl(text, timeline.rate, timeline.start, starts(timeline)) == pieces(timeline)
        assert ("FCM: DROP FRAME" in text) is case[1]

    def test_from_fcpxml(self, case: tuple[Fraction, bool], dissolves: bool) -> None:
        timeline = timeline_by_chance(*case, CLIPS[dissolves], dissolves=dissolves)

        text = write_fcpxml(timeline)

        made = read_fcpxml(text, timeline.rate, timeline.start, starts(timeline))
        assert made == pieces(timeline)

    def test_from_final_cut_7(self, case: tuple[Fraction, bool], dissolves: bool) -> None:
        timeline = timeline_by_chance(*case, CLIPS[dissolves], dissolves=dissolves)

        text = write_xmeml(timeline)

        assert read_xmeml(text, timeline.rate, starts(timeline)) == pieces(timeline)

    def test_from_otio(self, case: tuple[Fraction, bool], dissolves: bool) -> None:
        timeline = timeline_by_chance(*case, CLIPS[dissolves], dissolves=dissolves)

        text = write_otio(timeline)

        assert read_otio(text, timeline.rate, starts(timeline)) == pieces(timeline)


@pytest.mark.parametrize("version", VERSIONS)
def test_versions_of_fcpxml_differ_by_their_number(version: str) -> None:
    timeline = timeline_by_chance(Fraction(25), False, 5)

    text = write_fcpxml(timeline, version)

    assert f'<fcpxml version="{version}">' in text
    assert read_fcpxml(text, timeline.rate, timeline.start, starts(timeline)) == pieces(timeline)
