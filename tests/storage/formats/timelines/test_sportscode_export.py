from pathlib import Path

from storage.formats.catalog import load
from storage.formats.common.problems import Problems
from storage.formats.export.options import ExportRequest
from storage.formats.timelines.format import SPORTSCODE as ENTRY
from storage.formats.timelines.sportscode_export import SPORTSCODE
from storage.formats.timelines.sportscode_xml import read_sportscode_xml
from storage.records import Event, EventClass
from tests.draining import drained
from tests.storage.formats.labelled_videos import FRAMES, labelled


def test_the_entry_names_this_exporter() -> None:
    assert load(ENTRY.write) is SPORTSCODE


def test_events_in_the_range_go_out_with_the_colours_of_the_library(tmp_path: Path) -> None:
    film = labelled(
        [],
        [Event(5, "Hit"), Event(50, "Bounce")],
        ranges=(range(40, FRAMES),),
        event_classes=(EventClass("Bounce", "#102030", lead=0.2),),
    )
    request = ExportRequest("sportscode", (film.video.fingerprint,), str(tmp_path), "a.xml")

    plan = drained(SPORTSCODE.plan([film], request))
    drained(SPORTSCODE.export([film], request, tmp_path / "a.xml"))

    written = read_sportscode_xml((tmp_path / "a.xml").read_bytes(), Problems())
    assert [instance.code for instance in written.instances] == ["Bounce"]
    assert written.instances[0].start == 1.8
    assert written.colours == {"Bounce": "#102030"}
    assert plan.labels == 1
