"""Sportscode's XML: files as other programs write them first, then our own."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import UserError
from storage.formats.catalog import format_of
from storage.formats.timelines.sportscode import (
    check_sportscode,
    read_sportscode,
    read_sportscode_classes,
    write_sportscode,
)
from storage.records import Event, EventClass, Review, Source, attributes
from tests.storage.formats.labelled_videos import FRAMES, STAMPS, table, target

UNEVEN = table(stamps=STAMPS)
EVEN = table()
TIMES = EVEN.times

SPORTSCODE = """<?xml version="1.0" encoding="UTF-8"?>
<file>
  <SESSION_INFO><start_time>2026-05-01 14:00:00.00 +0200</start_time></SESSION_INFO>
  <SORT_INFO><sort_type>sort order</sort_type></SORT_INFO>
  <ALL_INSTANCES>
    <instance>
      <ID>1</ID><start>{0}</start><end>{1}</end><code>Rally</code>
      <label><group>Player</group><text>Anna</text></label>
      <label><group>Player</group><text>Bo</text></label>
      <label><text>Winner</text></label>
      <free_text>long one</free_text>
    </instance>
    <instance><ID>2</ID><start>{0}</start><end>{0}</end><code>Smash</code></instance>
  </ALL_INSTANCES>
  <ROWS>
    <row><sort_order>1</sort_order><code>Rally</code><R>65535</R><G>32896</G><B>0</B></row>
    <row><sort_order>2</sort_order><code>Smash</code><R>0</R><G>0</G><B>65535</B></row>
  </ROWS>
</file>
"""


def file(folder: Path, text: str | bytes) -> Path:
    path = folder / "codes.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def instance(**said: object) -> str:
    fields = {"ID": 1, "start": "0.0", "end": "0.1", "code": "Hit"} | said
    return "<instance>" + "".join(f"<{k}>{v}</{k}>" for k, v in fields.items()) + "</instance>"


def document(*instances: str, tag: str = "ALL_INSTANCES") -> str:
    return f"<file><{tag}>{''.join(instances)}</{tag}></file>"


class TestFilesOfOthers:
    def test_instances_labels_and_notes_become_events(self, tmp_path: Path) -> None:
        path = file(tmp_path, SPORTSCODE.format(TIMES[2], TIMES[6]))

        labels = read_sportscode(path, target(EVEN))

        said = attributes({"Player": "Anna, Bo", "Winner": "yes", "text": "long one"})
        assert labels.events == (
            Event(2, "Rally", end=6, attributes=said),
            Event(2, "Smash"),
        )
        assert labels.notes == ()

    def test_rows_become_classes_with_their_colours(self, tmp_path: Path) -> None:
        path = file(tmp_path, SPORTSCODE.format(TIMES[2], TIMES[6]))

        assert read_sportscode_classes(path) == (
            EventClass("Rally", "#ff8000"),
            EventClass("Smash", "#0000ff"),
        )

    @pytest.mark.parametrize(
        "text",
        [
            document(instance(start=TIMES[3], end=TIMES[5])),
            document(instance(start=f"{TIMES[3]:.2f}", end=f"{TIMES[5]:.2f}")),  # hundredths
            document(instance(start=f"{TIMES[3]:.3f}".replace(".", ","), end=TIMES[5])),
            document(instance(start=TIMES[3], end=TIMES[5]), tag="all_instances"),
            document(instance(ID="", start=TIMES[3], end=TIMES[5])),  # without a number
            document(instance(start=TIMES[3], end=TIMES[5], free_text="", pos_x=1, level="2")),
            document(instance(start=f" {TIMES[3]}\n", end=f"\t{TIMES[5]}", code=" Hit ")),
            "\ufeff" + document(instance(start=TIMES[3], end=TIMES[5])),
            '<?xml version="1.0" encoding="UTF-16"?>'
            + document(instance(start=TIMES[3], end=TIMES[5])),
            '<?xml version="1.0" encoding="windows-1252"?>'
            + document(instance(start=TIMES[3], end=TIMES[5])),
        ],
    )
    def test_every_way_to_write_an_instance_gives_the_same(self, tmp_path: Path, text: str) -> None:
        path = file(tmp_path, text.encode("utf-16") if "UTF-16" in text else text)

        assert read_sportscode(path, target(EVEN)).events == (Event(3, "Hit", end=5),)

    def test_what_is_left_out_is_counted(self, tmp_path: Path) -> None:
        text = document(
            instance(),
            instance(code=""),
            instance(start="9000", end="9001"),
            instance(code="x" * 99),
        )

        labels = read_sportscode(file(tmp_path, text), target(EVEN))

        assert [len(event.name) for event in labels.events] == [3, 64]
        assert labels.notes == (
            "Left out: 1 instance behind the end of the video.",
            "Left out: 1 instance without a code.",
            "Shortened to 64 characters: 1 code.",
        )

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("<file></file>", "not a Sportscode file"),
            ("no xml", "not XML"),
            (document(instance(start="soon")), "start is 'soon'"),
            (document(instance(start="5", end="4")), "ends before it starts"),
            (document(instance(start="nan")), "not a number"),
            (document(instance(start="1e300")), "must be from"),
            ('<!DOCTYPE f [<!ENTITY a "b">]>' + document(), "document type"),
            ("<a>" * 40 + "</a>" * 40, "in each other"),
        ],
    )
    def test_files_that_are_none_are_refused_with_the_reason(
        self, tmp_path: Path, text: str, said: str
    ) -> None:
        path = file(tmp_path, text)

        with pytest.raises(UserError, match=said):
            read_sportscode(path, target(EVEN))
        assert not check_sportscode(path).sound

    def test_instances_of_another_video_are_told(self, tmp_path: Path) -> None:
        path = file(tmp_path, document(instance(start="9000", end="9001")))

        with pytest.raises(UserError, match="behind the end of the video"):
            read_sportscode(path, target(EVEN))

    def test_the_file_is_told_from_other_xml(self, tmp_path: Path) -> None:
        assert format_of(file(tmp_path, SPORTSCODE.format(0, 1))) == "sportscode"


events = st.lists(
    st.builds(
        Event,
        frame=st.integers(0, FRAMES - 1),
        name=st.sampled_from(["Hit", "Tor «ö» & <b>", "=1+1", "ラリー"]),
        attributes=st.sampled_from([(), (("player", "Zoë"), ("text", "a & b"))]),
    ),
    max_size=12,
    unique_by=lambda event: (event.frame, event.name),
)


class TestOurOwnFiles:
    @given(made=events, lasting=st.booleans(), uneven=st.booleans())
    @settings(max_examples=60, deadline=None)
    def test_events_come_back(
        self,
        tmp_path_factory: pytest.TempPathFactory,
        made: list[Event],
        lasting: bool,
        uneven: bool,
    ) -> None:
        path = tmp_path_factory.mktemp("codes") / "codes.xml"
        frames = UNEVEN if uneven else EVEN
        if lasting:
            made = [
                Event(e.frame, e.name, end=min(FRAMES, e.frame + 3), attributes=e.attributes)
                for e in made
            ]
        classes = {"Hit": EventClass("Hit", "#12ab34", lead=2.5, lag=0.5)}

        write_sportscode(path, made, frames, classes)

        read = read_sportscode(path, target(frames)).events
        assert sorted(read, key=repr) == sorted(made, key=repr)
        assert path.read_bytes().isascii()
        assert check_sportscode(path).sound

    def test_a_models_events_stay_a_models(self, tmp_path: Path) -> None:
        event = Event(4, "Hit", 0.8125, Source.MODEL, Review.UNREVIEWED)
        path = tmp_path / "codes.xml"

        write_sportscode(path, [event], EVEN)

        read = read_sportscode(path, target(EVEN)).events[0]
        assert (read.source, read.confidence) == (Source.MODEL, 0.8125)

    def test_a_moment_is_shown_with_its_lead_and_lag(self, tmp_path: Path) -> None:
        path = tmp_path / "codes.xml"
        known = {"Hit": EventClass("Hit", "#ffffff", lead=0.04, lag=60.0)}

        write_sportscode(path, [Event(3, "Hit")], EVEN, known)

        text = path.read_text()
        assert f"<start>{TIMES[3] - 0.04:.6f}</start>" in text
        assert f"<end>{float(EVEN.duration):.6f}</end>" in text  # the video ends first

    def test_rejected_events_are_not_written(self, tmp_path: Path) -> None:
        path = tmp_path / "codes.xml"

        write_sportscode(path, [Event(3, "Hit", review=Review.REJECTED)], EVEN)

        assert read_sportscode(path, target(EVEN)).events == ()

    def test_kloppy_reads_the_same(self, tmp_path: Path) -> None:
        path = tmp_path / "codes.xml"
        made = [
            Event(2, "Rally ö", end=7, attributes=(("player", "Zoë"),)),
            Event(4, "Hit"),
        ]
        write_sportscode(path, made, EVEN, {"Hit": EventClass("Hit", "#ff0000", lag=0.04)})
        # in a process of its own: it warns of much
        code = (
            "import sys; from kloppy import sportscode\n"
            "for c in sportscode.load(sys.argv[1]).codes:\n"
            "    print(c.code_id, c.code, c.timestamp.total_seconds(),"
            " c.end_timestamp.total_seconds(), c.labels.get('player'), sep='|')"
        )

        ended = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code, path],
            capture_output=True,
            text=True,
            check=True,
        )

        lines = [line.split("|") for line in ended.stdout.splitlines()]
        assert [(line[0], line[1], line[4]) for line in lines] == [
            ("1", "Rally ö", "Zoë"),
            ("2", "Hit", "None"),
        ]
        assert float(lines[0][2]) == pytest.approx(TIMES[2], abs=1e-6)
        assert float(lines[0][3]) == pytest.approx(TIMES[7], abs=1e-6)
        assert float(lines[1][3]) == pytest.approx(TIMES[5] + 0.04, abs=1e-6)

    def test_we_read_what_kloppy_writes(self, tmp_path: Path) -> None:
        ours, theirs = tmp_path / "ours.xml", tmp_path / "theirs.xml"
        made = [Event(2, "Rally ö", end=7, attributes=(("player", "Zoë"),)), Event(4, "Hit")]
        write_sportscode(ours, made, EVEN)
        code = (
            "import sys; from kloppy import sportscode\n"
            "sportscode.save(sportscode.load(sys.argv[1]), sys.argv[2])"
        )

        subprocess.run([sys.executable, "-c", code, ours, theirs], check=True, capture_output=True)

        assert read_sportscode(theirs, target(EVEN)).events == tuple(made)
