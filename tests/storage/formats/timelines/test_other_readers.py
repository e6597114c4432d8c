"""Our files as OpenTimelineIO and its adapters read them."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest

from storage.formats.timelines.edl import write_edl
from storage.formats.timelines.otio import write_otio
from storage.formats.timelines.timeline import EditTimeline
from storage.formats.timelines.xmeml import write_xmeml
from tests.storage.formats.timelines.timelines import DROPPING, RATES, timeline_by_chance

CASES = [(rate, False) for rate in RATES] + [(rate, True) for rate in DROPPING]


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]}-{'df' if case[1] else 'ndf'}")
def timeline(request: pytest.FixtureRequest) -> EditTimeline:
    rate, drop = request.param
    return timeline_by_chance(rate, drop, 60)


def clips(read: Any) -> list[tuple[int, int]]:
    """First frame and length of each picture in the source's time code."""
    return [
        (int(clip.source_range.start_time.value), int(clip.source_range.duration.value))
        for clip in read.video_tracks()[0].find_clips()
    ]


def ours(timeline: EditTimeline) -> list[tuple[int, int]]:
    day = 24 * 3600 * round(timeline.rate)
    dropped = 2 * round(timeline.rate) // 30 * 54 * 24 if timeline.drop_frame else 0
    return [
        ((item.source.start + item.first) % (day - dropped), item.length) for item in timeline.items
    ]


def test_otio_reads_otio(timeline: EditTimeline) -> None:
    read = otio.adapters.read_from_string(write_otio(timeline), "otio_json")

    assert [(first % 10**9, n) for first, n in clips(read)] == [
        (item.source.start + item.first, item.length) for item in timeline.items
    ]
    assert read.duration().value == timeline.length
    assert read.global_start_time.value == timeline.start


def test_its_reader_of_edls_finds_every_frame(timeline: EditTimeline) -> None:
    rate = float(timeline.rate)

    read = otio.adapters.read_from_string(write_edl(timeline), "cmx_3600", rate=rate)

    assert clips(read) == ours(timeline)


def test_its_reader_of_final_cut_7_finds_every_frame(
    timeline: EditTimeline, tmp_path: Path
) -> None:
    read = otio.adapters.read_from_string(write_xmeml(timeline), "fcp_xml")

    starts = [item.first for item in timeline.items]
    found = [
        int(
            clip.source_range.start_time.value
            - clip.media_reference.available_range.start_time.value
        )
        for clip in read.video_tracks()[0].find_clips()
    ]
    assert found == starts
    assert [length for _, length in clips(read)] == [item.length for item in timeline.items]


def test_a_dissolve_is_one_for_otio() -> None:
    timeline = timeline_by_chance(Fraction(25), False, 40, dissolves=True)
    wanted = [item.dissolve for item in timeline.items if item.dissolve]

    for text, adapter, options in (
        (write_otio(timeline), "otio_json", {}),
        (write_edl(timeline), "cmx_3600", {"rate": 25}),
    ):
        read = otio.adapters.read_from_string(text, adapter, **options)

        transitions = [
            int(child.in_offset.value + child.out_offset.value)
            for child in read.video_tracks()[0]
            if isinstance(child, otio.schema.Transition)
        ]
        assert transitions == wanted, adapter
