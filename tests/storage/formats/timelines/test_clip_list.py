import csv
import io
import json
from dataclasses import replace
from fractions import Fraction

from storage.formats.timelines.clip_list import write_clip_csv, write_clip_json
from storage.formats.timelines.timeline import EditTimeline, TimelineItem
from tests.storage.formats.timelines.timelines import source

NTSC = Fraction(30_000, 1001)
MATCH = replace(source("match.mp4", NTSC, start=107_892), drop_frame=True)
ITEMS = (
    TimelineItem(MATCH, 300, 600, "Rally 1", note="longest rally"),
    TimelineItem(MATCH, 900, 960, "=cmd|' /C calc'!A0", dissolve=10),
    TimelineItem(source("phone.mov", None), 0, 10, "Rally 3"),
)
REEL = EditTimeline("Best", NTSC, 1920, 1080, ITEMS)


def test_a_table_counts_as_people_do() -> None:
    rows = list(csv.DictReader(io.StringIO(write_clip_csv(REEL))))

    assert rows[0] == {
        "number": "1",
        "name": "Rally 1",
        "video": "match.mp4",
        "first_frame": "300",
        "last_frame": "599",
        "time": "00:00:10.010",
        "time_code": "01:00:10;00",
        "seconds": "10.010",
        "reel_frame": "0",
        "note": "longest rally",
    }
    assert rows[1]["reel_frame"] == "290"
    assert (rows[2]["time_code"], rows[2]["seconds"], rows[2]["time"]) == ("", "", "")


def test_no_cell_is_a_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(write_clip_csv(REEL))))

    assert rows[1]["name"] == "'=cmd|' /C calc'!A0"


def test_json_counts_as_programs_do() -> None:
    said = json.loads(write_clip_json(REEL))

    assert (said["rate"], said["frames"]) == ("30000/1001", 360)
    assert said["clips"][1] == {
        "name": "=cmd|' /C calc'!A0",
        "note": "",
        "video": "match.mp4",
        "fingerprint": MATCH.fingerprint,
        "first": 900,
        "stop": 960,
        "rate": "30000/1001",
        "reel_first": 290,
        "reel_stop": 350,
        "dissolve": 10,
    }
    assert said["clips"][2]["rate"] is None
