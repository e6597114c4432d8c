from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from storage.errors import UserError
from storage.formats.timelines.edl import write_edl
from storage.formats.timelines.fcpxml import write_fcpxml
from storage.formats.timelines.otio import write_otio
from storage.formats.timelines.timeline import EditTimeline, TimelineItem
from storage.formats.timelines.xmeml import write_xmeml
from tests.storage.formats.timelines.timelines import source

WRITERS: list[Callable[[EditTimeline], str]] = [write_edl, write_fcpxml, write_xmeml, write_otio]


def timeline_of(rate: Fraction | None, count: int = 1, at: Fraction = Fraction(25)) -> EditTimeline:
    item = TimelineItem(source("match.mp4", rate), 10, 60, "Rally 1")
    return EditTimeline("Reel", at, 1920, 1080, (item,) * count)


@pytest.mark.parametrize("write", WRITERS)
class TestNoFormatCanSay:
    def test_a_variable_rate(self, write: Callable[[EditTimeline], str]) -> None:
        with pytest.raises(UserError, match=r"match\.mp4 has a variable frame rate.*with media"):
            write(timeline_of(None))

    def test_two_rates(self, write: Callable[[EditTimeline], str]) -> None:
        with pytest.raises(UserError, match=r"has 50 frames a second, the timeline 25"):
            write(timeline_of(Fraction(50)))

    def test_nothing(self, write: Callable[[EditTimeline], str]) -> None:
        with pytest.raises(UserError, match="The reel is empty"):
            write(timeline_of(Fraction(25), 0))


def test_an_edl_has_no_time_code_for_high_rates() -> None:
    with pytest.raises(UserError, match="no time code for 100 frames a second"):
        write_edl(timeline_of(Fraction(100), at=Fraction(100)))


def test_other_formats_have_no_need_of_one() -> None:
    for write in (write_fcpxml, write_xmeml, write_otio):
        assert "Rally 1" in write(timeline_of(Fraction(100), at=Fraction(100)))


def test_an_edl_ends_at_999_clips() -> None:
    with pytest.raises(UserError, match="holds 999 clips; the reel has 1000"):
        write_edl(timeline_of(Fraction(25), 1000))


def test_frames_outside_the_video_are_a_mistake_of_ours() -> None:
    timeline = timeline_of(Fraction(25))
    beyond = replace(timeline.items[0], stop=10**9)

    with pytest.raises(ValueError, match="frames"):
        write_otio(replace(timeline, items=(beyond,)))


@pytest.mark.parametrize("write", WRITERS)
def test_names_of_strangers_stay_on_their_line(write: Callable[[EditTimeline], str]) -> None:
    timeline = timeline_of(Fraction(25))
    item = replace(timeline.items[0], name="a\n002  AX V C \x1b]0;x\x07 </clip>" + "é" * 60_000)

    text = write(replace(timeline, title="t\nFCM: DROP FRAME\x00", items=(item,)))

    assert "\x1b" not in text
    assert "\x00" not in text
    assert "\n002  AX" not in text
    assert "\nFCM: DROP" not in text
    assert len(text) < 12_000
